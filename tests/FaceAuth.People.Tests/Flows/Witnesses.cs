using FaceAuth.People.Measuring;
using FaceAuth.Pipeline.Evaluation;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.People.Tests.Flows;

/// <summary>The production models and pipeline, with the permissive pack.</summary>
internal static class Witnesses
{
    public static Eyewitness One() => new(SharedFiles.RequireModels());

    public static Task<SessionPlayer> PlayerAsync() => SessionPlayer.StartAsync(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Models:Directory"] = SharedFiles.RequireModels(), ["Inference:Provider"] = "Cpu" }).Build());

    /// <summary>Path of a bundled clip.</summary>
    public static string Clip(string name) => Path.Combine(AppContext.BaseDirectory, "clips", name + ".mp4");
}
