using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval verify</c>: are two pictures of one person?</summary>
internal sealed class VerifyCommand : EvalVerb
{
    static readonly double[] Usual = [1e-2, 1e-3, 1e-4, 1e-5];

    readonly Option<string?> _pairs = new("--pairs")
    {
        Description = "Comparisons: LFW's pairs.txt, or lines of a,b,same[,label] below --images.",
        HelpName = "FILE",
    };
    readonly Option<string?> _images = new("--images") { Description = "Where the pictures of --pairs lie.", HelpName = "DIR" };
    readonly Option<string?> _folds = new("--folds") { Description = "Folds of pairs.txt to take, such as 1-5.", HelpName = "FROM-TO" };
    readonly Option<string?> _identities = new("--identities")
    {
        Description = "People as folders of pictures: all are compared with all.",
        HelpName = "DIR",
    };
    readonly Option<string?> _people = new("--people")
    {
        Description = "Take only the people of --identities that this file names, one a line.",
        HelpName = "FILE",
    };
    readonly Option<double[]> _fmr = new("--fmr")
    {
        Description = "False match rates to report at; default 1e-2 to 1e-5.",
        CustomParser = ReadRates,
        DefaultValueFactory = _ => Usual,
        HelpName = "RATE,RATE",
    };

    readonly Option<string> _gate = new("--gate")
    {
        Description = "decision: compare only pictures that a session would count; open: every picture with a face, the largest, "
            + "as published figures do; central: the same with the face in the middle, as in LFW.",
        DefaultValueFactory = _ => "decision",
    };

    readonly Option<string?> _leaveOut = new("--leave-out")
    {
        Description = "Pairs of --identities not to compare: lines of two pictures divided by a tabulator, as --alike writes.",
        HelpName = "FILE",
    };
    readonly Option<string?> _alike = new("--alike")
    {
        Description = "Write which labelled pictures of two people match at the threshold in use. Keep it as safe as the pictures.",
        HelpName = "FILE",
    };
    readonly Option<string?> _sessions = new("--sessions")
    {
        Description = "Also compare sessions of P of a person's later pictures with the first T as templates, by the pipeline's vote.",
        HelpName = "T,P",
    };
    readonly Option<bool> _write = new("--write-thresholds")
    {
        Description = "Write the recogniser's \"accept\" threshold for --claim into the manifest (--manifest, or the one in use). "
            + "Refused without --labels, and where a group has too few trials.",
    };

    readonly Option<double> _claim = new("--claim")
    {
        Description = "The false match rate that the written threshold shall have, in every group.",
        DefaultValueFactory = _ => 1e-4,
        HelpName = "RATE",
    };
    readonly Option<string?> _dataName = new("--data-name") { Description = "What the pictures are, for the manifest.", HelpName = "TEXT" };

    /// <summary>The verb.</summary>
    public static Command Create() => new VerifyCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        _claim.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && !(double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
                    && rate is > 0 and < 1))
                result.AddError("--claim takes a rate between 0 and 1, such as 1e-5.");
        });
        _gate.AcceptOnlyFromAmong("decision", "open", "central");
        return new("verify", "False match and false non-match rates of comparing pictures.")
        {
            _pairs, _images, _folds, _identities, _people, _fmr, _gate, _leaveOut, _alike, _sessions, _write,
            _claim, _dataName,
        };
    }

    /// <inheritdoc/>
    protected override ExamineGate Gate(ParseResult parsed) => GateOf(parsed.GetValue(_gate));

    /// <summary>The gate by its name on the command line.</summary>
    internal static ExamineGate GateOf(string? name) => name switch
    {
        "open" => ExamineGate.Open,
        "central" => ExamineGate.OpenCentral,
        _ => ExamineGate.Decision,
    };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var data = Data(parsed);
        var labels = GroupLabels.Read(settings.Labels);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console) { Embeds = true }.Run(examiners, "verify", data.Pictures, cancellation);
        var inUse = settings.Decision.Match.VerifyAt ?? examiners.VerifyAt;
        var groups = new VerifyGroups(labels.Of(data.Pictures), PairList.Read(parsed.GetValue(_leaveOut), data.Pictures), inUse);
        var scores = VerifyScores.Of(data, results, groups, face => examiners.ShiftOf(face), settings.Workers, cancellation);
        var said = groups.LeftOut.Count == 0 ? data.Said : $"{data.Said}, {EvalFigures.Count(groups.LeftOut.Count)} pairs left out";
        Publish(
            new VerifyReport(scores, results, inUse, parsed.GetValue(_fmr)!).Build("Verification", EvalFacts.Of(settings, examiners, said)),
            settings, console);
        if (parsed.GetValue(_alike) is { } alike)
        {
            PairList.Write(alike, scores.Groups?.Alike ?? [], data.Pictures, groups.Of);
            console.Error.WriteLine($"Wrote {alike}.");
        }

        var rates = scores.Rates;
        if (Measured(rates.Genuine.Count + rates.Impostor.Count > 0, "no two pictures could be compared", console) is not 0 and var none)
            return none;
        if (!parsed.GetValue(_write)) return 0;
        var writer = new ThresholdWriter(
            settings.Models.Manifest ?? FaceExaminers.DefaultManifest, examiners.EmbedderId,
            $"{parsed.GetValue(_dataName) ?? "the operator's own pictures"}, {said}, gate {settings.Gate}");
        console.Error.WriteLine(writer.Write(scores, parsed.GetValue(_claim), out var isWritten));
        return isWritten ? 0 : 1;
    }

    VerifyData Data(ParseResult parsed)
    {
        var (pairs, images, identities) = (parsed.GetValue(_pairs), parsed.GetValue(_images), parsed.GetValue(_identities));
        if (pairs is null == identities is null) throw new EvalException("Give either --pairs with --images, or --identities.");
        if (pairs is not null && (parsed.GetValue(_leaveOut) ?? parsed.GetValue(_alike)) is not null)
            throw new EvalException("--leave-out and --alike go with --identities: a list of pairs says itself what is compared.");
        if (parsed.GetValue(_alike) is not null && parsed.GetValue(Labels) is null)
            throw new EvalException("--alike needs --labels: it lists pictures that have a group.");
        var sessions = Sessions(parsed.GetValue(_sessions));
        if (identities is not null) return IdentityFolders.Read(identities, parsed.GetValue(_people)) with { Sessions = sessions };
        if (sessions is not null) throw new EvalException("--sessions goes with --identities: a list of pairs has no sessions.");
        if (images is null) throw new EvalException("--pairs needs --images, the folder in which the pictures lie.");
        return PairsFile.Read(pairs!, images, Folds(parsed.GetValue(_folds)));
    }

    static SessionSize? Sessions(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(',');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var templates)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pictures)
            && templates is >= 1 and <= 30 && pictures is >= 1 and <= 60)
            return new(templates, pictures);
        throw new EvalException($"--sessions takes templates and pictures of a session, such as 3,3, not \"{text}\".");
    }

    static Range? Folds(string? text)
    {
        if (text is null) return null;
        var ends = text.Split('-');
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from >= 1 && to >= from)
            return from..to;
        throw new EvalException($"--folds takes a fold or a range, such as 1-5, not \"{text}\".");
    }

    static double[]? ReadRates(ArgumentResult result)
    {
        List<double> rates = [];
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and < 1)
                rates.Add(rate);
            else result.AddError($"--fmr takes rates between 0 and 1, such as 1e-3, not \"{text}\".");
        }

        return [.. rates.OrderDescending()];
    }
}
