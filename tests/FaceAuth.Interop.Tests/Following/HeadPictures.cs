using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.People.Filming;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;
using FaceAuth.People.Scenes;

namespace FaceAuth.Interop.Tests.Following;

/// <summary>A rendered person from all the sides that following a mark shows, for <c>following_person.js</c> to play.</summary>
/// <remarks>Rendering is too slow to be done live beside a server and a browser; choosing a picture is not.</remarks>
static class HeadPictures
{
    const int Width = 640;
    const int Height = 480;

    /// <summary>Degrees, positive to the person's own left.</summary>
    static readonly float[] Yaws = [-12, -9, -6, -3, 0, 3, 6, 9, 12];

    /// <summary>Degrees, positive up.</summary>
    static readonly float[] Pitches = [-9, -6, -3, 0, 3, 6, 9];

    /// <summary>How far the eyes are open while they close, of a head that looks straight ahead.</summary>
    static readonly float[] Lids = [0.4f, 0];

    /// <summary>The script's function; call it with what <see cref="ShowAsync"/> gives.</summary>
    public static Task<string> ScriptAsync() => File.ReadAllTextAsync(
        Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Following", "following_person.js"));

    /// <summary>The person's pictures, as the script takes them.</summary>
    public static async Task<string> ShowAsync(ulong person)
    {
        var states = (from pitch in Pitches from yaw in Yaws select new FaceState { Yaw = yaw, Pitch = pitch })
            .Concat(Lids.Select(open => new FaceState { LeftEye = open, RightEye = open }));
        return JsonSerializer.Serialize(new { yaws = Yaws, pitches = Pitches, pictures = await RenderAsync(person, [.. states]) });
    }

    /// <summary>JPEG pictures in base64, one for each state.</summary>
    static async Task<IEnumerable<string>> RenderAsync(ulong person, FaceState[] states)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-head-").FullName;
        try
        {
            using (var writer = new FrameWriter(Path.Combine(folder, "%03d.jpg"), Width, Height, 1, "-q:v", "2", "-start_number", "0"))
            {
                var rendered = states.AsParallel().AsOrdered().WithDegreeOfParallelism(2)
                    .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(state => Render(person, state));
                foreach (var picture in rendered) writer.Write(picture);
            }

            var pictures = Directory.GetFiles(folder).Order(StringComparer.Ordinal);
            return [.. await Task.WhenAll(pictures.Select(async one => Convert.ToBase64String(await File.ReadAllBytesAsync(one))))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Picture Render(ulong person, FaceState state)
    {
        var sitting = Casting.Sitting(person, person, 0);
        var rest = sitting.Behaviour.Rest;
        var still = new Behaviour(person, rest with
        {
            Yaw = state.Yaw,
            Pitch = state.Pitch,
            Roll = 0,
            LeftEye = state.LeftEye,
            RightEye = state.RightEye,
        }, unrest: 0);
        return new Film(new LiveScene(Setting.Draw(person), sitting with { Behaviour = still })).Take(0);
    }
}
