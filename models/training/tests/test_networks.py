import unittest

import torch

from scopeside_train import networks
from scopeside_convert import cellpose


class Networks(unittest.TestCase):
    def test_weights_of_flow_networks_are_cellposes(self):
        """What reads Cellpose's files reads ours, and computes the same."""
        torch.manual_seed(0)
        own = networks.FlowNetwork(2, widths=(8, 8, 16, 16)).train()
        with torch.no_grad():
            own(torch.rand(2, 2, 64, 64))  # statistics of the batch norms
            own.eval()
            image = torch.rand(1, 2, 64, 48)
            expected = own(image)
            maps, style = cellpose.FlowNetwork(own.state_dict()).eval()(image)
        torch.testing.assert_close(maps, expected["maps"], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(style, expected["style"], atol=1e-5, rtol=1e-5)

    def test_nuclei_star_is_small_enough(self):
        network = networks.StarNetwork().eval()
        self.assertLessEqual(networks.parameters(network), 1_500_000)
        self.assertLess(networks.multiply_adds(network, 1), 30e9)

    def test_tiles_of_star_networks_agree(self):
        """Nothing depends on the size of what the network is given: only its field of view does."""
        torch.manual_seed(0)
        network = networks.StarNetwork(widths=(8, 8, 8, 8), features=8).eval()
        image = torch.rand(1, 1, 512, 512)
        with torch.no_grad():
            whole = network(image)["dist"][..., 64:192, 64:192]
            part = network(image[..., :400, :400])["dist"][..., 64:136, 64:136]
        torch.testing.assert_close(part, whole[..., :72, :72], atol=1e-5, rtol=1e-5)


if __name__ == "__main__":
    unittest.main()
