using System.Globalization;
using System.Security.Cryptography;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Enrols a relying party's subjects from photos: each is checked as a session's pictures are, but for signs of life.</summary>
/// <remarks>
/// An item is right to do again: a face that its subject has already is told and not stored twice. What was done stands in the results'
/// file, and the cursor says that there is one to go on with.
/// </remarks>
internal sealed class ImportJob(
    IStillFaces faces, IRelyingPartyStore parties, ISubjectStore subjects, ITemplateStore templates, IAuditLog audit,
    ImportGroups groups, ImportConsents consents, TimeProvider time, IOptions<JobOptions> options, ImportPlace place) : IServerJob
{
    /// <summary>From here on it is the same picture, decoded and looked at again.</summary>
    const float SamePicture = 0.999f;

    public static JobDescriptor Descriptor { get; } = new(
        "import", "Enrols a relying party's subjects from photos in a folder or a list.",
        null, JobReach.Cluster, typeof(ImportJob), ImportRequest.FaultOf)
    {
        LackOf = options => ImportPlace.LackOf(options.ImportDirectory),
    };

    public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
    {
        var request = place.Located(ImportRequest.Read(progress.Parameters!), options.Value.ImportDirectory);
        place.Check(request, options.Value.ImportDirectory);
        await consents.CheckAsync(request, cancellation);
        var party = await parties.FindAsync(request.Owner!, cancellation)
            ?? throw new JobException("There is no relying party of that name. Make it with: faceauth keys issue NAME");
        var owner = Caller.OwnerOfRelyingParty(party.Id);
        var list = ImportList.Read(request, cancellation);
        using var results = ImportResults.Open(list.Results, goesOn: progress.Cursor is not null);
        using var reader = faces.Open();
        progress.SetTotal(list.Items.Count);
        var counts = new Dictionary<string, int>();
        var (at, behind) = (0, progress.Report.Done);
        foreach (var item in list.Items)
        {
            at++;
            cancellation.ThrowIfCancellationRequested();
            if (results.ResultOf(item) is { } done)
            {
                counts[done] = counts.GetValueOrDefault(done) + 1;
                // a consent that the run before was not told of
                if (done is "enrolled" or "already" && await subjects.FindAsync(owner, item.Subject, cancellation) is { } there)
                    await consents.RecordAsync(request, owner, there.Id, cancellation);
                // one that was done but not counted before the run before was lost
                if (at > behind) progress.Advance(1, ImportResults.IsGoodResult(done) ? 0 : 1, At(at));
                continue;
            }

            var line = await ImportAsync(item, request, list.Root, owner, reader, results, cancellation);
            results.Write(line);
            counts[line.Result] = counts.GetValueOrDefault(line.Result) + 1;
            progress.Advance(1, line.IsGood ? 0 : 1, At(at));
        }

        var told = string.Join(", ", counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value} {one.Key}"));
        return $"{list.Items.Count} photos: {(told.Length == 0 ? "nothing to do" : told)}. "
            + "The results' file beside them tells of each, with the reason in words.";
    }

    static string At(int item) => item.ToString(CultureInfo.InvariantCulture);

    async Task<ImportResults.Line> ImportAsync(
        ImportItem item, ImportRequest request, string root, string owner, IStillReader reader, ImportResults results,
        CancellationToken cancellation)
    {
        string? hash = null;
        ImportResults.Line Line(string result, string? reason = null, string? other = null) =>
            new(item.File, item.Subject, result, reason, other, hash, item.Group);

        if (!SubjectNames.IsName(item.Subject) || (item.Group is { } named && !SubjectNames.IsGroup(named)))
            return Line("refused", "bad_name");
        var path = Path.Combine(root, item.File);
        if (!place.Holds(path, options.Value.ImportDirectory)) return Line("failed", "unreadable");
        if (ReadFile(path, out var file) is { } unread) return Line("failed", unread);
        hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (results.SameAs(hash, item.Subject) is { } same) return Line("duplicate", "same_file", same);
        StillFace face;
        try
        {
            face = reader.Read(file);
        }
        catch (ModelException)
        {
            return Line("failed", "model_failed");
        }

        if (face.Template is not { } template) return Line("refused", face.Flaw);
        try
        {
            return await EnrolAsync(item, request, owner, template, reader, Line, cancellation);
        }
        catch (Exception fault) when (fault is SubjectNotFoundException or GroupNotFoundException)
        {
            return Line("failed", "changed_meanwhile");   // erased while it was enrolled
        }
    }

    async Task<ImportResults.Line> EnrolAsync(
        ImportItem item, ImportRequest request, string owner, FaceTemplate template, IStillReader reader,
        Func<string, string?, string?, ImportResults.Line> line, CancellationToken cancellation)
    {
        var known = await subjects.FindAsync(owner, item.Subject, cancellation);
        var shift = reader.Shift(template.Vector.Span);
        foreach (var near in await templates.NearestAsync(owner, template.ModelId, template.Vector, 2, cancellation))
            if (near.SubjectId != known?.Id && near.Similarity - shift >= reader.IdentifyAt)
                return line("duplicate", "same_face", (await subjects.FindAsync(near.SubjectId, cancellation))?.ExternalId);

        if (known is null && !SubjectNames.MayBeNew(item.Subject)) return line("refused", "bad_name", null);
        var subject = known ?? await subjects.GetOrCreateAsync(owner, item.Subject, cancellation);
        using var stored = await templates.LoadAsync(subject.Id, template.ModelId, cancellation);
        var similarity = stored?.BestEnrolledSimilarity(template.Vector.Span);
        if (similarity - shift < reader.VerifyAt) return line("refused", "another_face", null);
        await consents.RecordAsync(request, owner, subject.Id, cancellation);
        if (!(similarity >= SamePicture))
        {
            if (!await templates.TryAddAsync(subject.Id, [template], stored?.Version ?? default, cancellation))
                return line("failed", "changed_meanwhile", null);
            // done by now: an end must not keep it out of the audit
            await audit.AppendAsync(
                new(time.GetUtcNow(), "subject.imported", JobRequests.Operator, SubjectId: subject.Id), CancellationToken.None);
        }

        if (item.Group is { } group) await groups.JoinAsync(owner, group, subject.Id, cancellation);
        return line(similarity >= SamePicture ? "already" : "enrolled", null, null);
    }

    static string? ReadFile(string path, out byte[] file)
    {
        file = [];
        try
        {
            using var stream = RegularFile.OpenRead(path);
            if (stream.Length > IStillReader.MostBytes) return "too_many_bytes";
            file = new byte[stream.Length];
            stream.ReadExactly(file);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
