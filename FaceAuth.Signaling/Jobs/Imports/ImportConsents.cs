using System.Text.Json;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>What the people on photos agreed to, as whoever imports them says, and the record of it.</summary>
internal sealed class ImportConsents(IConsentStore consents, IAuditLog audit, TimeProvider time, IOptions<ConsentOptions> options)
{
    /// <summary>Refuses an import of people of whom nobody says that they agreed to the text in force.</summary>
    /// <exception cref="JobException">A version is in force, or may be, and another or none was told.</exception>
    public async Task CheckAsync(ImportRequest request, CancellationToken cancellation)
    {
        // a command has settings of its own, and may lack what the server has
        if (options.Value.Version is null && request.Consent is null && await consents.AnyAsync(cancellation))
            throw new JobException(
                "People of this store were asked for their consent, and nothing says which text is in force here. Set Consent:Version as "
                + "the server has it, and tell what everybody on the photos agreed to: --consent VERSION.");
        if (options.Value.Version is { } wanted && request.Consent != wanted)
            throw new JobException(
                $"Everybody on the photos has to have agreed to version {wanted} of the text (Consent:Version). If they have, say so: "
                + $"--consent {wanted}, or \"consent\" among the parameters.");
    }

    /// <summary>Records it before a subject is enrolled, unless it stands there already.</summary>
    public async Task RecordAsync(ImportRequest request, string owner, Guid subject, CancellationToken cancellation)
    {
        if (request.Consent is not { } version) return;
        if (await consents.ListAsync(subject, 1, cancellation) is [var latest] && latest.Version == version) return;
        await consents.AddAsync(new(subject, version, null, time.GetUtcNow(), owner, Guid.Empty), cancellation);
        await audit.AppendAsync(
            new(time.GetUtcNow(), "consent.given", JobRequests.Operator, SubjectId: subject,
                Details: JsonSerializer.Serialize(new { version, by = "import" })), CancellationToken.None);
    }
}
