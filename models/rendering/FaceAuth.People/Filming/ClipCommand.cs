using System.CommandLine;
using System.Text.Json;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Filming;

/// <summary><c>clip</c>: one clip of a kind, with labels beside it.</summary>
internal static class ClipCommand
{
    public static Command Create()
    {
        var kind = new Option<string>("--kind") { Description = string.Join(", ", Casting.Kinds), DefaultValueFactory = _ => "live" };
        var person = new Option<int>("--person")
        {
            Description = "Number of the person",
            DefaultValueFactory = _ => 1,
        }.Within(0, int.MaxValue);
        var seed = new Option<int>("--seed") { Description = "Of room, light, clothes and behaviour", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Length, 0.1–600", DefaultValueFactory = _ => 5 }.Within(0.1, 600);
        var rate = new Option<int>("--rate") { Description = "Pictures a second, 1–240", DefaultValueFactory = _ => 30 }.Within(1, 240);
        var mesh = new Option<bool>("--mesh") { Description = "Labels hold all 478 points of each picture" };
        var quality = new Option<int>("--quality")
        {
            Description = "Of H.264 and VP8, lower is better and larger",
            DefaultValueFactory = _ => 27,
        }.Within(0, 63);
        var output = new Option<FileInfo>("--out")
        {
            Description = "The clip: .mp4, .webm, .y4m, .mjpeg …; labels in the same name with .json",
            Required = true,
        };
        var command = new Command("clip", "Renders a clip of a person, with labels.")
        {
            kind, person, seed, seconds, rate, mesh, quality, output,
        };
        kind.AcceptOnlyFromAmong(Casting.Kinds);
        command.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(output);
            var scene = Casting.Clip(
                parsed.GetValue(kind)!, (ulong)parsed.GetValue(person), (ulong)parsed.GetValue(seed), parsed.GetValue(seconds));
            Write(
                scene, file, parsed.GetValue(kind)!, (int)(parsed.GetValue(seconds) * parsed.GetValue(rate)), parsed.GetValue(rate),
                parsed.GetValue(quality), parsed.GetValue(mesh));
        });
        return command;
    }

    /// <summary>Writes a clip and its labels.</summary>
    public static void Write(IScene scene, FileInfo file, string kind, int frames, int rate, int quality, bool withMesh)
    {
        file.Directory?.Create();
        var camera = scene.Setting.Camera;
        var film = new Film(scene, rate);
        using var labels = File.Create(Path.ChangeExtension(file.FullName, ".json"));
        using var json = new Utf8JsonWriter(labels, new() { Indented = false });
        using (var writer = new FrameWriter(file.FullName, camera.Width, camera.Height, rate, Options(file.Extension, quality)))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteNumber("rate", rate);
            json.WriteNumber("width", camera.Width);
            json.WriteNumber("height", camera.Height);
            List<int> closed = [];
            json.WriteStartArray("frames");
            for (var i = 0; i < frames; i++)
            {
                writer.Write(film.Take(i));
                var truth = film.TruthOf(i);
                if (LabelJson.IsClosed(truth)) closed.Add(i);
                LabelJson.Write(json, truth, _ => { }, withMesh);
            }

            json.WriteEndArray();
            json.WriteStartArray("closed");
            foreach (var i in closed) json.WriteNumberValue(i);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    static string[] Options(string extension, int quality) => extension switch
    {
        ".mp4" =>
        [
            "-c:v", "libx264", "-preset", "slow", "-crf", $"{quality}", "-pix_fmt", "yuv420p", "-movflags", "+faststart",
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact",
        ],
        ".webm" =>
            ["-c:v", "libvpx", "-crf", $"{quality}", "-b:v", "2M", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"],
        ".mjpeg" or ".avi" => ["-c:v", "mjpeg", "-q:v", "3"],
        _ => [],
    };
}
