package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Well;

/** Where the stage positions of a list are. */
class SitesTest {
  @Test
  void shouldReadLabelsOfTheSiteGenerator() {
    assertEquals(
        "[A01/f0, A01/f1, AA12/f3, BL96/f0]",
        places("A1-Site_0", "A1-Site_1", "AA12-Site_3", "bl096-Site_0"));
  }

  @Test
  void shouldBelieveTheWellPropertyMoreThanTheLabel() {
    List<NamedPosition> positions =
        List.of(
            new NamedPosition("A1-Site_4", "A1"),
            new NamedPosition("A1-Site_5", "C7"),
            new NamedPosition("renamed", "H12"),
            new NamedPosition("A1-Site_6", "no well"));

    assertEquals(
        "[A01/f4, C07/f0, H12/f0, A01/f6]", Sites.of(positions, null, null).listed().toString());
  }

  @Test
  void shouldCountTilesInTheOrderOfTheList() {
    assertEquals(
        "[B03/f0, B03/f1, -/f2, C04/f0]",
        places("B3-000_000", "B3-001_000", "Pos-000_000", "C4-Site_2-010_002"));
  }

  @Test
  void shouldTakeTheIndexWherePositionsTellNoWell() {
    assertEquals("[-/f0, -/f1, -/f2]", places("Pos0", "", "Pos0"));
    assertEquals("[-/f0, -/f1, -/f2]", places("ZZ1-Site_0", "A97-Site_0", "A0-Site_0"));
  }

  @Test
  void shouldNumberTheFieldsOfAWellAnewWhereTwoAreTheSameAndSaySo() {
    Sites sites = sites("A1-Site_3", "B1-Site_3", "A1-Site_3", "A1-Site_0");

    assertEquals("[A01/f0, B01/f3, A01/f1, A01/f2]", sites.listed().toString());
    assertEquals(
        List.of(
            "several positions name the same field, or some none, in well A01: their fields are"
                + " numbered in the order of the list"),
        sites.remarks());
  }

  @Test
  void shouldSayThatSomePositionsTellNoWell() {
    Sites sites = sites("A1-Site_0", "Pos3");

    assertEquals("[A01/f0, -/f1]", sites.listed().toString());
    assertEquals(
        List.of("1 of 2 positions tell no well: they are fields without a well"), sites.remarks());
  }

  @Test
  void shouldTellWellsInTheOrderOfTheVisitAndTheMostFields() {
    Sites sites = sites("B2-Site_0", "A1-Site_0", "B2-Site_1", "A1-Site_7", "A1-Site_2");

    assertEquals(List.of(new Well(1, 1), new Well(0, 0)), sites.wells());
    assertEquals(3, sites.fields());
    assertEquals(1, sites().fields());
  }

  @Test
  void shouldPlacePositionsBeyondTheListByTheirNames() {
    Sites sites = sites("A1-Site_0", "Pos1");

    assertEquals("A01/f1", sites.at(2, "A1-Site_0").toString());
    assertEquals("A01/f5", sites.at(3, "A1-Site_5").toString());
    assertEquals("-/f4", sites.at(4, null).toString());
    assertEquals("A01/f1", sites.at(2, "another name").toString());
    assertEquals(3, sites.positionOf(new Site(new Well(0, 0), 5)));
  }

  @Test
  void shouldReadWellsAsThePlateNamesThem() {
    PlateLayout turned = new PlateLayout("p", 8, 12, true);
    List<NamedPosition> positions =
        List.of(new NamedPosition("2C-Site_1", "2C"), new NamedPosition("A1-Site_0", "A1"));

    assertEquals("[B03/f1, A01/f0]", Sites.of(positions, null, turned).listed().toString());
  }

  @Test
  void shouldPreferTheUsersPatternAndFallBackWhereItDoesNotMatch() {
    Sites sites =
        Sites.of(
            named("plate1 B-03 f7", "A1-Site_2", "plate1 Q-99 f1"),
            LabelPattern.parse("{*} {row}-{column} f{field}"),
            null);

    assertEquals("[B03/f7, A01/f2, -/f2]", sites.listed().toString());
    assertEquals(
        "the pattern {*} {row}-{column} f{field} does not match 2 labels ('A1-Site_2',"
            + " 'plate1 Q-99 f1')",
        sites.remarks().get(0));
  }

  @Property
  void shouldNeverGiveTwoPositionsTheSamePlace(
      @ForAll("lists") List<NamedPosition> positions,
      @ForAll("patterns") @Nullable LabelPattern by) {
    Sites sites = Sites.of(positions, by, null);
    List<Site> all = new ArrayList<>(sites.listed());
    for (int extra = 0; extra < 5; extra++) {
      all.add(sites.at(positions.size() + extra, "A1-Site_" + extra % 3));
    }

    assertEquals(positions.size() + 5, new HashSet<>(all).size(), all.toString());
    assertEquals(sites.listed(), Sites.of(positions, by, null).listed());
    for (int i = 0; i < all.size(); i++) {
      assertEquals(i, sites.positionOf(all.get(i)));
    }
  }

  @Property
  void shouldReadBackWhatTheSiteGeneratorWrites(
      @ForAll("wells") Well well, @ForAll("fields") int field) {
    String unpadded = well.label().replaceFirst("^([A-Z]+)0", "$1");

    assertEquals(
        well.label() + "/f" + field,
        places(unpadded + "-Site_" + field).replaceAll("[\\[\\]]", ""));
  }

  @Provide
  Arbitrary<List<NamedPosition>> lists() {
    Arbitrary<String> labels =
        Arbitraries.of(
            "A1-Site_0", "A1-Site_1", "A01-Site_0", "B2-000_001", "B2-001_000", "A1", "", "Pos1");
    Arbitrary<String> properties = Arbitraries.of("A1", "A01", "b2", "none").injectNull(0.5);
    return Combinators.combine(labels, properties).as(NamedPosition::new).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<LabelPattern> patterns() {
    return Arbitraries.of("{well}-{*}{field}", "{row}{column}*", "*{field}")
        .map(LabelPattern::parse)
        .injectNull(0.3);
  }

  @Provide
  Arbitrary<Well> wells() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 63), Arbitraries.integers().between(0, 95))
        .as(Well::new);
  }

  @Provide
  Arbitrary<Integer> fields() {
    return Arbitraries.integers().between(0, 999_999);
  }

  private static String places(String... labels) {
    return sites(labels).listed().toString();
  }

  private static Sites sites(String... labels) {
    return Sites.of(named(labels), null, null);
  }

  static List<NamedPosition> named(String... labels) {
    List<NamedPosition> positions = new ArrayList<>();
    for (String label : labels) {
      positions.add(new NamedPosition(label, null));
    }
    return positions;
  }
}
