package org.scopeside.deploy.evaluate;

/** A kind of object that a model may find. */
enum ObjectKind {
  NUCLEI("Nuclei"),
  CELLS("Cells");

  private final String title;

  ObjectKind(String title) {
    this.title = title;
  }

  /** CellProfiler's name. */
  String title() {
    return title;
  }
}
