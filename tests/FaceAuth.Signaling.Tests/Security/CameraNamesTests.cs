using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.OpenApi;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Which names the page takes for those of programs that stand in for a camera: by the pattern in its source.</summary>
public sealed class CameraNamesTests
{
    static readonly JsonSerializerOptions AsWritten = new() { AllowTrailingCommas = true };
    static readonly Regex Virtual = new(string.Join('|', Patterns()), RegexOptions.IgnoreCase);

    [Theory]
    [InlineData("Integrated Camera (V4L2)")]
    [InlineData("HD Pro Webcam C920 (V4L2)")]
    [InlineData("FaceTime HD Camera")]
    [InlineData("camera2 1, facing front")]
    [InlineData("Iriun Webcam")]
    public void Cameras_are_plain(string name) => Assert.DoesNotMatch(Virtual, name);

    [Theory]
    [InlineData("Dummy video device (0x0000) (V4L2)")]
    [InlineData("v4l2loopback")]
    [InlineData("OBS Virtual Camera")]
    [InlineData("fake_device_0")]
    [InlineData("face.y4m")]
    public void Programs_that_stand_in_for_one_are_not(string name) => Assert.Matches(Virtual, name);

    static string[] Patterns()
    {
        const string Begin = "const virtual = new RegExp(", End = ".join(\"|\"), \"i\")";
        var script = File.ReadAllText(Path.Combine(Checkout.Root, "FaceAuth.Signaling", "Web", "src", "camera.ts"));
        var from = script.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var list = script[from..script.IndexOf(End, from, StringComparison.Ordinal)];
        return JsonSerializer.Deserialize<string[]>(list, AsWritten)!;
    }
}
