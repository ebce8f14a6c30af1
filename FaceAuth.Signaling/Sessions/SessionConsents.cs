using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What must be agreed to before somebody is enrolled, and the record that it was. Safe from many threads.</summary>
internal sealed class SessionConsents(IConsentStore consents, IAuditLog audit, IOptions<ConsentOptions> options)
{
    /// <summary>Why a session may not be created with what was agreed to; null when it may.</summary>
    public Refusal? Check(SessionPurpose purpose, ConsentWish? consent)
    {
        if (purpose != SessionPurpose.Enroll) return consent is null ? null : Refusals.ConsentNotAllowed;
        if (consent is not null && !IsVersion(consent.Version)) return Refusals.BadConsent;
        if (consent?.Language is { } language && !IsText(language, 2, 35)) return Refusals.BadConsent;
        return options.Value.Version is { } wanted && consent?.Version != wanted
            ? Refusals.ConsentRequired.With($"Show the person version {wanted} of the text and let them agree; then send "
                + $"\"consent\": {{\"version\": {JsonSerializer.Serialize(wanted)}}}, in the old API "
                + $"\"consent_version\": {JsonSerializer.Serialize(wanted)}.")
            : null;
    }

    /// <summary>Whether it can be a version of a text: 1–64 printable ASCII characters.</summary>
    public static bool IsVersion(string? text) => IsText(text, 1, 64);

    /// <summary>Records what was agreed to, for the session that is to enrol its subject.</summary>
    public async Task RecordAsync(SessionRecord session, ConsentWish consent, CancellationToken cancellation)
    {
        var (subject, version) = (session.SubjectId!.Value, consent.Version!);
        await consents.AddAsync(
            new(subject, version, consent.Language, session.CreatedAt, session.Owner, session.Id), cancellation);
        await audit.AppendAsync(
            new(session.CreatedAt, "consent.given", session.Owner, session.Id, subject,
                JsonSerializer.Serialize(new { version, language = consent.Language })), CancellationToken.None);
    }

    static bool IsText(string? text, int least, int most) =>
        text is not null && text.Length >= least && text.Length <= most && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
