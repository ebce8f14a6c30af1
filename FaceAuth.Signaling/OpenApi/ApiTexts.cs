namespace FaceAuth.Signaling.OpenApi;

/// <summary>What the documents say of themselves.</summary>
internal static class ApiTexts
{
    public const string Current =
        "Has people's faces checked from live camera video. A relying party, or a signed-in user, creates a session; a browser runs "
        + "it over the hub at `/hubs/signaling` with the session's token; the signed verdict is read from the session.\n\n"
        + "What is refused comes as problem details (RFC 9457) with a `code`. A field that is named twice is refused, and a body has "
        + "at most 128 KiB. Lists are read page by page: pass a page's `next` on until there is none.";

    public const string Legacy =
        "The paths of the system that this one takes the place of, for clients that were written for it. Each is there with and "
        + "without a slash at its end. Bodies come as JSON or as a form. New clients use `/v1`.";

    public static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Sessions"] = "One check of one person, from its creation to its verdict.",
        ["Subjects"] = "Whose faces are enrolled.",
        ["Groups"] = "Sets of a relying party's subjects that identify searches.",
        ["Consent"] = "What people agree to before they are enrolled.",
        ["Auth"] = "Users who sign in with a name and a password, or with a passkey.",
        ["Account"] = "A signed-in user's own account.",
        ["Accounts"] = "Everybody's accounts, for the staff: docs/accounts.md says which role may do what.",
        ["Verdicts"] = "What verdicts are checked with.",
        ["Figures"] = "How many sessions ended how.",
        ["Attempts"] = "How often a face was tried in vain, forgotten.",
        ["Reviews"] = "Decisions that people look at again.",
        ["Webhooks"] = "Where a relying party is told what happened, and what became of that.",
        ["Keys"] = "Relying parties and their API keys, for the operator.",
        ["Audit"] = "What was done and decided, for auditors.",
        ["Jobs"] = "What the server does by schedule or when asked, for the operator.",
        ["Legacy"] = "The reference system's paths.",
    };
}
