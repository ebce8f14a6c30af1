using System.Reflection;

namespace FaceAuth.Signaling.Tests;

public sealed class LayerTests
{
    [Theory]
    [InlineData("FaceAuth.Store", "")]
    [InlineData("FaceAuth.Pipeline", "FaceAuth.Store")]
    [InlineData("FaceAuth.Media", "FaceAuth.Pipeline")]
    public void A_layer_references_only_the_next_one_down(string layer, string next)
    {
        var seen = Assembly.Load(layer).GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("FaceAuth.", StringComparison.Ordinal) || name == "faceauth");

        Assert.All(seen, name => Assert.Equal(next, name));
    }

    [Fact]
    public void The_host_composes_all_three()
    {
        var seen = Assembly.Load("faceauth").GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Superset(new HashSet<string?> { "FaceAuth.Media", "FaceAuth.Pipeline", "FaceAuth.Store" }, seen.ToHashSet());
    }
}
