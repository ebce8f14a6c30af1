using System.Runtime.InteropServices;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Runs;

/// <summary>Looks at pictures with the stages of the pipeline.</summary>
/// <param name="settings">Which models, and how.</param>
/// <param name="console">Where progress and unreadable pictures are told.</param>
internal sealed class PictureRun(EvalSettings settings, EvalConsole console)
{
    // enough for one decoder process to be worth starting
    const int AtATime = 64;

    /// <summary>Whether live or attack is scored.</summary>
    public bool ScoresLive { get; init; }

    /// <summary>Whether embeddings are made and kept.</summary>
    public bool Embeds { get; init; }

    /// <summary>Whether all evidence is kept as JSON.</summary>
    public bool KeepsEvidence { get; init; }

    /// <summary>Looks at every picture; results in their order.</summary>
    /// <param name="examiners">The models.</param>
    /// <param name="of">The command, for the journal's header.</param>
    /// <param name="items">The pictures.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<PictureResult> Run(
        FaceExaminers examiners, string of, IReadOnlyList<PictureItem> items, CancellationToken cancellation)
    {
        var names = items.Select(item => item.Name).ToList();
        using var journal = settings.Journal is { } path ? Journal.Open(path, Describe(examiners, of), names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        return new ItemRun(console, journal, settings.Workers).Run(
            "pictures", names, AtATime, () => new Worker(examiners, this),
            (worker, indices) => reader.ReadMany([.. indices.Select(i => items[i].Path)]).Select(worker.Look),
            result => result.Fault, cancellation);
    }

    string Describe(FaceExaminers examiners, string of) =>
        $"{of}; {string.Join(" ", examiners.ModelIds)}; gate {settings.Gate}, side {settings.MaxSide}, "
        + $"detector {settings.Inference.DetectorSide}, live {ScoresLive}, embeddings {Embeds}, evidence {KeepsEvidence}; "
        + $"{settings.Decision.Gate}";

    sealed class Worker(FaceExaminers examiners, PictureRun run) : IDisposable
    {
        readonly FaceExaminer _examiner = examiners.ForWorker(run.ScoresLive, run.Embeds);
        readonly float[] _embedding = new float[run.Embeds ? examiners.EmbeddingLength : 0];

        public PictureResult Look(DecodedPicture picture)
        {
            if (picture.Frame is not { } frame) return new() { Fault = picture.Fault };
            var findings = _examiner.Examine(frame, _embedding);
            return new()
            {
                Findings = findings,
                Embedding = findings.IsEmbedded && run.Embeds ? MemoryMarshal.AsBytes(_embedding.AsSpan()).ToArray() : null,
                Evidence = run.KeepsEvidence ? _examiner.EvidenceJson() : null,
            };
        }

        public void Dispose() => _examiner.Dispose();
    }
}
