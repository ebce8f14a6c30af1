using System.Globalization;
using System.Reflection;
using FaceAuth.Accuracy.Examining;

namespace FaceAuth.Accuracy.Reports;

/// <summary>What a report says about how it came to be.</summary>
internal static class EvalFacts
{
    /// <summary>Version and commit of the program.</summary>
    public static string Version { get; } =
        typeof(EvalFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Data, models, gate, date.</summary>
    public static List<(string Name, string Value)> Of(EvalSettings settings, FaceExaminers examiners, string data) =>
    [
        ("data", data),
        ("pack", $"{examiners.Pack}: {string.Join(", ", examiners.ModelIds)}"),
        ("gate", settings.Gate switch
        {
            ExamineGate.Open => "open: every picture in which the detector finds a face is compared, the largest face of each",
            ExamineGate.OpenCentral => "open: every picture in which the detector finds a face is compared, the face in the middle of each",
            _ => "the decision's own: what it would refuse is a failure to acquire",
        }),
        ("pictures", $"decoded by ffmpeg to I420 (BT.601), at most {settings.MaxSide} pixels a side; "
            + $"detector input {settings.Inference.DetectorSide} pixels"),
        ("measured", $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} with faceauth {Version}"),
    ];
}
