using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Playing;
using FaceAuth.People.Measuring;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.People.Tests.Flows;

/// <summary>The production models and pipeline, with the permissive pack or with the one that comes with the program.</summary>
internal static class Witnesses
{
    const int ClipRate = 15;

    public static Eyewitness One() => new(SharedFiles.RequireModels());

    /// <summary>The pipeline with a pack; all but the starter pack need the shared models.</summary>
    public static Task<SessionPlayer> PlayerAsync(string pack = ModelsOptions.PreferredPack)
    {
        var settings = new Dictionary<string, string?> { ["Models:Pack"] = pack, ["Inference:Provider"] = "Cpu" };
        if (pack != ModelsOptions.StarterPack) settings["Models:Directory"] = SharedFiles.RequireModels();
        return SessionPlayer.StartAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    /// <summary>Path of a bundled clip.</summary>
    public static string Clip(string name) => Path.Combine(AppContext.BaseDirectory, "clips", name + ".mp4");

    /// <summary>A bundled clip over and over, as <c>faceauth simulate</c> plays it.</summary>
    public static IEnumerable<TimedPicture> Pictures(string clip)
    {
        for (var number = 0; ;)
            foreach (var frame in Clips.Frames(Clip(clip))) yield return new(frame, TimeSpan.FromSeconds(number++ / (double)ClipRate));
    }
}
