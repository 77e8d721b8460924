"""PyTorch networks as ONNX."""
import io
import warnings

import torch

OPSET = 13


def export(network, image, outputs, dynamic):
    """The bytes of the ONNX file.

    :param network: called with one image tensor, gives a tuple of tensors
    :param outputs: their names; the input's is image
    :param dynamic: axes whose size is left open, by tensor name: {axis: name}
    """
    out = io.BytesIO()
    with warnings.catch_warnings():
        # About constants whose shape the exporter does not infer: the result is compared anyway.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network, (image,), out, opset_version=OPSET, input_names=["image"],
            output_names=outputs, dynamic_axes=dynamic, do_constant_folding=True)
    return out.getvalue()
