"""python3 -m scopeside_convert cellpose|stardist|qupath|maskrcnn …"""
import argparse
import sys

from . import package


def parser():
    top = argparse.ArgumentParser(
        prog="scopeside_convert", description="Turn a network of another program into a Scopeside "
        "model package, and compare it with the original on one image.")
    kinds = top.add_subparsers(dest="kind", required=True, metavar="KIND")
    cellpose = command(kinds, "cellpose", "weights of Cellpose 2 or 3 (a .pth, or without suffix)")
    cellpose.add_argument("--diameter", type=float, help="of objects as the network wants them, px")
    cellpose.add_argument("--size-model", help=".npz with A, smean, ymean, diam_mean")
    stardist = command(kinds, "stardist", "folder of a StarDist model (config.json, weights_best.h5)")
    for one in (cellpose, stardist):
        one.add_argument("--unchecked", action="store_true",
                         help="convert although the original program is not installed to compare with")
    qupath = command(kinds, "qupath", "StarDist exported as .onnx, for QuPath")
    qupath.add_argument("--prob", type=float, default=0.5, help="probability threshold")
    qupath.add_argument("--nms", type=float, default=0.4, help="overlap threshold")
    maskrcnn = command(kinds, "maskrcnn", "weights of a torchvision Mask R-CNN (state dictionary)")
    maskrcnn.add_argument("--classes", type=int, default=1, help="classes without the background")
    maskrcnn.add_argument("--backbone", choices=["resnet50", "mobilenet"], default="resnet50")
    maskrcnn.add_argument("--crop", type=int, default=512, help="side of a crop, px")
    maskrcnn.add_argument("--score", type=float, default=0.5, help="score threshold")
    return top


def command(kinds, name, text):
    one = kinds.add_parser(name, help=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    one.add_argument("source", help=text)
    one.add_argument("--out", required=True, help="folder of the package")
    one.add_argument("--name", required=True, help="of the model, for people")
    one.add_argument("--version", default="1")
    one.add_argument("--description", required=True, help="what it segments in which images")
    one.add_argument("--licence", required=True, help="SPDX identifier of the weights' licence")
    one.add_argument("--author", action="append", required=True)
    one.add_argument("--cite", action="append", default=[], help="text, or text|doi")
    one.add_argument("--objects", choices=["Nuclei", "Cells"], default="Nuclei")
    one.add_argument("--channels", nargs="+", default=["nucleus"],
                     choices=["nucleus", "cell", "membrane", "other"])
    return one


def run(arguments):
    about = package.About(
        arguments.name, arguments.version, arguments.description, arguments.licence,
        arguments.author, [(text.split("|") + [None])[:2] for text in arguments.cite],
        arguments.objects)
    if arguments.kind == "cellpose":
        from . import cellpose
        return cellpose.convert(
            arguments.source, arguments.out, about, arguments.channels, arguments.diameter,
            arguments.size_model, arguments.unchecked)
    if arguments.kind == "maskrcnn":
        from . import maskrcnn
        return maskrcnn.convert(
            arguments.source, arguments.out, about, arguments.channels, arguments.classes,
            arguments.backbone, arguments.crop, arguments.score)
    from . import stardist
    if arguments.kind == "stardist":
        return stardist.convert(
            arguments.source, arguments.out, about, arguments.channels, arguments.unchecked)
    return stardist.convert_onnx(
        arguments.source, arguments.out, about, arguments.channels, arguments.prob, arguments.nms)


def main():
    arguments = parser().parse_args()
    print(f"Converting {arguments.source}")
    try:
        folder = run(arguments)
    except package.ConversionError as error:
        sys.exit(f"scopeside_convert: {error}")
    print(f"Written to {folder}; next: scopeside models verify {folder}")


if __name__ == "__main__":
    main()
