using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Accuracy.Tests.Examining;

public sealed class EvidenceJsonTests
{
    [Fact]
    public void Every_field_is_there_but_the_embedding()
    {
        var evidence = new FrameEvidence(4)
        {
            Faces = 1,
            Box = new Box(1, 2, 3, 4),
            Mesh = new MeshResult { Presence = 0.5f },
            Spoof = new AntiSpoofScores(0.75f, 0.25f),
            IsEmbedded = true,
        };

        var row = JsonNode.Parse(EvidenceJson.Write(evidence))!.AsObject();

        Assert.Equal(1, (int)row["faces"]!);
        Assert.Equal(3, (float)row["box"]!["width"]!);
        Assert.Equal(0.5f, (float)row["mesh"]!["presence"]!);
        Assert.Equal(3 * FaceKeyPoints.Count, row["mesh"]!["keyPoints"]!.AsArray().Count);
        Assert.Equal(0.25f, (float)row["spoof"]!["live"]!);
        Assert.True(row.ContainsKey("quality") && row["quality"] is null);
        Assert.False(row.ContainsKey("embedding"));
    }
}
