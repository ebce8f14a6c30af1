using System.Reflection;

namespace FaceAuth.House.Tests;

public sealed class LayerTests
{
    [Theory]
    [InlineData("FaceAuth.Store")]
    [InlineData("FaceAuth.Frames")]
    [InlineData("FaceAuth.Client")]
    [InlineData("FaceAuth.Pipeline", "FaceAuth.Frames", "FaceAuth.Store")]
    [InlineData("FaceAuth.Media", "FaceAuth.Frames")]
    public void A_layer_references_only_the_next_one_down(string layer, params string[] next)
    {
        var seen = Assembly.Load(layer).GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("FaceAuth.", StringComparison.Ordinal) || name == "faceauth");

        Assert.All(seen, name => Assert.Contains(name, next));
    }

    /// <summary>Who installs a package gets all that it references: neither a web server, nor models, nor databases.</summary>
    [Theory]
    [InlineData("FaceAuth.Frames")]
    [InlineData("FaceAuth.Media", "BouncyCastle.Cryptography")]
    [InlineData("FaceAuth.Client", "Microsoft.IdentityModel.")]
    public void A_package_references_little_besides_the_framework(string package, params string[] others)
    {
        var seen = Assembly.Load(package).GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name != "FaceAuth.Frames");

        Assert.All(seen, name => Assert.Contains(others, other => name.StartsWith(other, StringComparison.Ordinal)));
        var project = Repository.Files.Single(file => file.EndsWith($"/{package}.csproj", StringComparison.Ordinal));
        Assert.DoesNotContain("FrameworkReference", Repository.Read(project), StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_composes_all_three()
    {
        var seen = Assembly.Load("faceauth").GetReferencedAssemblies().Select(assembly => assembly.Name);

        Assert.Superset(new HashSet<string?> { "FaceAuth.Media", "FaceAuth.Pipeline", "FaceAuth.Store" }, seen.ToHashSet());
    }

    [Fact]
    public void The_host_knows_nothing_of_what_measures_it()
    {
        var seen = Assembly.Load("faceauth").GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();

        Assert.DoesNotContain(seen, name => name is "FaceAuth.Accuracy" or "FaceAuth.Load" or "faceauth-tools");
        Assert.DoesNotContain("Microsoft.AspNetCore.SignalR.Client", seen);
    }

    [Fact]
    public void Nothing_that_is_shipped_references_bench()
    {
        var projects = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)
            && !file.StartsWith("bench/", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal)
            && !file.StartsWith("models/", StringComparison.Ordinal)).ToList();

        Assert.Equal(7, projects.Count);
        Assert.DoesNotContain(projects, project => Repository.Read(project).Contains("bench/", StringComparison.Ordinal));
    }
}
