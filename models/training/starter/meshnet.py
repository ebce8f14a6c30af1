"""The mesh's network: points on a basis of shapes and presence, then each eye looked at again."""
import torch
import torch.nn.functional as F
from torch import nn

from nets import ConvBn, Inverted

SIDE = 192
RATIO = [[33, 160, 158, 133, 153, 144], [362, 385, 387, 263, 373, 380]]

# how far each point of an upper lid goes down with its middle; the lower lid stays
LID = {160: 1, 158: 1, 159: 1.05, 161: 0.75, 157: 0.75, 246: 0.35, 173: 0.35, 387: 1, 385: 1, 386: 1.05, 388: 0.75, 384: 0.75, 466: 0.35, 398: 0.35}
PATCH = (40, 24)                      # of an eye, turned level with its outer corner on the left
REACH = (0.85, 0.51)                  # half of it, in widths of the eye
CORNERS = [(33, 133), (263, 362)]     # outer, inner


class Eyes(nn.Module):
    """How open an eye is, as height over width, from a patch in which it lies level."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(ConvBn(3, 16, 3), nn.MaxPool2d(2), ConvBn(16, 32, 3), nn.MaxPool2d(2), ConvBn(32, 48, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(48 * 15, 48), nn.ReLU())
        self.last = nn.Linear(48, 1)

    def forward(self, patch):
        return 0.25 + 0.15 * self.last(self.body(patch)).flatten()


class Mesh(nn.Module):
    """
    192 × 192 RGB, 0–1. The whole face at half size gives points on a basis of shapes; each eye is then looked at again
    where they say it is, at full size, and its upper lid goes where that says.
    """

    def __init__(self, basis, mean):
        super().__init__()
        self.trunk = nn.Sequential(
            ConvBn(3, 24, 5, 4), Inverted(24, 24), Inverted(24, 48, 2, 2), Inverted(48, 48), Inverted(48, 80, 2, 2), Inverted(80, 80), ConvBn(80, 128, 1),
            nn.Conv2d(128, 128, 6, groups=128, bias=False), nn.BatchNorm2d(128), nn.ReLU())
        self.code = nn.Linear(128, basis.shape[0])
        self.presence = nn.Linear(128, 1)
        self.shape = nn.Linear(basis.shape[0], basis.shape[1])
        self.eyes = Eyes()
        lids = torch.zeros(2, 478)
        for point, share in LID.items():
            lids[0 if point < 250 else 1, point] = share
        self.register_buffer("lids", lids)
        v, u = torch.meshgrid((torch.arange(PATCH[1]) + 0.5) / PATCH[1] * 2 - 1, (torch.arange(PATCH[0]) + 0.5) / PATCH[0] * 2 - 1, indexing="ij")
        self.register_buffer("places", torch.stack([u * REACH[0], v * REACH[1]], 2)[None])
        with torch.no_grad():
            self.shape.weight.copy_(torch.from_numpy(basis.T.copy()))
            self.shape.bias.copy_(torch.from_numpy(mean))

    def face(self, half):
        """Points with lids as they come, and presence; from 96 × 96, −1 to 1."""
        whole = self.trunk(half).flatten(1)
        return self.shape(self.code(whole)), self.presence(whole)

    def patches(self, x, points):
        """Each eye where the points say it is, turned level; from the whole face, −1 to 1."""
        seen = []
        for eye in range(2):
            outer, inner = points[:, CORNERS[eye][0], :2], points[:, CORNERS[eye][1], :2]
            along = (inner - outer).view(-1, 1, 1, 2)
            down = torch.cat([-along[..., 1:], along[..., :1]], 3) * (1 if eye == 0 else -1)
            grid = ((outer + inner) / 2).view(-1, 1, 1, 2) + self.places[..., :1] * along + self.places[..., 1:] * down
            seen.append(F.grid_sample(x, (grid + 0.5) * (2 / SIDE) - 1, padding_mode="border", align_corners=False))
        return seen

    def forward(self, x):
        x = x * 2 - 1
        points, presence = self.face(F.avg_pool2d(x, 2))
        points = points.view(-1, 478, 3)
        moves = []
        for eye, patch in enumerate(self.patches(x, points)):
            open_ = self.eyes(patch)
            a, u1, u2, b, l2, l1 = RATIO[eye]
            along = points[:, CORNERS[eye][1], :2] - points[:, CORNERS[eye][0], :2]
            width = torch.sqrt((along ** 2).sum(1))
            height = (points[:, l1, 1] - points[:, u1, 1] + points[:, l2, 1] - points[:, u2, 1]) / 2
            moves.append(height - torch.clamp(open_, 0, 0.6) * width)
        down = torch.stack(moves, 1) @ self.lids
        nothing = torch.zeros_like(down)
        return (points + torch.stack([nothing, down, nothing], 2)).flatten(1), presence


class Exported(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        points, presence = self.net(x)
        return points.view(1, 1, 1, 1434), presence.view(1, 1, 1, 1), torch.sigmoid(presence)
