using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FaceAuth.Pipeline.Evaluation;

namespace FaceAuth.Signaling.Evaluate;

/// <summary><c>faceauth eval verify</c>: are two pictures of one person?</summary>
internal sealed class VerifyCommand : EvalVerb
{
    static readonly double[] Usual = [1e-2, 1e-3, 1e-4, 1e-5];

    readonly Option<string?> _pairs = new("--pairs") { Description = "Comparisons: LFW's pairs.txt, or lines of a,b,same[,label] below --images.", HelpName = "FILE" };
    readonly Option<string?> _images = new("--images") { Description = "Where the pictures of --pairs lie.", HelpName = "DIR" };
    readonly Option<string?> _folds = new("--folds") { Description = "Folds of pairs.txt to take, such as 1-5.", HelpName = "FROM-TO" };
    readonly Option<string?> _identities = new("--identities") { Description = "People as folders of pictures: all are compared with all.", HelpName = "DIR" };
    readonly Option<string?> _people = new("--people") { Description = "Take only the people of --identities that this file names, one a line.", HelpName = "FILE" };
    readonly Option<double[]> _fmr = new("--fmr")
    {
        Description = "False match rates to report at; default 1e-2 to 1e-5.",
        CustomParser = ReadRates,
        DefaultValueFactory = _ => Usual,
        HelpName = "RATE,RATE",
    };

    readonly Option<string> _gate = new("--gate")
    {
        Description = "decision: compare only pictures that a session would count; open: every picture with a face, the largest, as published figures do; central: the same with the face in the middle, as in LFW.",
        DefaultValueFactory = _ => "decision",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new VerifyCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        _gate.AcceptOnlyFromAmong("decision", "open", "central");
        return new("verify", "False match and false non-match rates of comparing pictures.") { _pairs, _images, _folds, _identities, _people, _fmr, _gate };
    }

    /// <inheritdoc/>
    protected override ExamineGate Gate(ParseResult parsed) => parsed.GetValue(_gate) switch
    {
        "open" => ExamineGate.Open,
        "central" => ExamineGate.OpenCentral,
        _ => ExamineGate.Decision,
    };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var data = Data(parsed);
        var labels = Labels.Read(settings.Labels);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console) { Embeds = true }.Run(examiners, "verify", data.Pictures, cancellation);
        var scores = VerifyScores.Of(data, results, labels.Of(data.Pictures), settings.Workers, cancellation);
        var inUse = settings.Decision.Match.VerifyAt ?? examiners.VerifyAt;
        var report = new VerifyReport(scores, results, inUse, parsed.GetValue(_fmr)!).Build("Verification", EvalFacts.Of(settings, examiners, data.Said));
        Publish(report, settings, console);
        return 0;
    }

    VerifyData Data(ParseResult parsed)
    {
        var (pairs, images, identities) = (parsed.GetValue(_pairs), parsed.GetValue(_images), parsed.GetValue(_identities));
        if (pairs is null == identities is null) throw new EvalException("Give either --pairs with --images, or --identities.");
        if (identities is not null) return IdentityFolders.Read(identities, parsed.GetValue(_people));
        if (images is null) throw new EvalException("--pairs needs --images, the folder in which the pictures lie.");
        return PairsFile.Read(pairs!, images, Folds(parsed.GetValue(_folds)));
    }

    static Range? Folds(string? text)
    {
        if (text is null) return null;
        var ends = text.Split('-');
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) && from >= 1 && to >= from) return from..to;
        throw new EvalException($"--folds takes a fold or a range, such as 1-5, not \"{text}\".");
    }

    static double[]? ReadRates(ArgumentResult result)
    {
        List<double> rates = [];
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1) rates.Add(rate);
            else result.AddError($"--fmr takes rates between 0 and 1, such as 1e-3, not \"{text}\".");
        }

        return [.. rates.OrderDescending()];
    }
}
