using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Api;

/// <summary>What the audit says was done. A test holds that all that is written is here.</summary>
internal static class AuditActions
{
    static readonly HashSet<string> Named = new(StringComparer.Ordinal)
    {
        "attempts.disabled", "attempts.freed", "attempts.slowed",
        "audit.chain_altered", "audit.exported", "audit.head_altered", "audit.not_trimmed", "audit.trimmed",
        "consent.given",
        "group.deleted", "group.joined", "group.left", "group.made",
        "job.cancelled", "job.requested",
        "key.issued", "key.revoked", "keys.master_rotated", "keys.transform_rotated",
        "review.judged", "review.opened", "review.picture_seen",
        "session.accepted", "session.rejected", "session.ended",
        "store.row_altered",
        "subject.enrolled", "subject.erased", "subject.imported",
        "template.adapted",
        "user.disabled", "user.enabled", "user.login", "user.login_failed", "user.logout", "user.logout_everywhere", "user.may_enroll",
        "user.passkey_added", "user.passkey_copied", "user.passkey_failed", "user.passkey_login", "user.passkey_removed",
        "user.password_changed", "user.password_reset", "user.password_wrong", "user.refresh_reused", "user.registered", "user.removed",
        "user.reset_link", "user.reset_mail", "user.role_set", "user.sign_in_ended", "user.unlocked",
        "webhook.changed", "webhook.deleted", "webhook.disabled", "webhook.given_up", "webhook.made", "webhook.redelivered",
        "webhook.secret_rotated", "webhook.test",
    };

    /// <summary>Those with names of their own, by name.</summary>
    public static IEnumerable<string> All => Named.Order(StringComparer.Ordinal);

    /// <summary>Whether an entry may say so; of a session that ended without a decision it says the code of what ended it.</summary>
    public static bool IsOne(string action) => Named.Contains(action)
        || (action.StartsWith(OfSession, StringComparison.Ordinal) && Refusals.All.Any(one => one.Code == action[OfSession.Length..]));

    const string OfSession = "session.";
}
