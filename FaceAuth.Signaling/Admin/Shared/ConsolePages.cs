using MudBlazor;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>One page that has a place in the navigation.</summary>
/// <param name="Place">Its address, below the page's base.</param>
/// <param name="Title">Its name.</param>
/// <param name="Icon">Its sign.</param>
/// <param name="Words">What it is for; the palette is searched by it too.</param>
internal sealed record ConsoleEntry(string Place, string Title, string Icon, string Words);

/// <summary>Every page with a place in the navigation, in its order; the palette and the breadcrumbs read the same.</summary>
internal static class ConsolePages
{
    /// <summary>Where the console begins.</summary>
    public static readonly ConsoleEntry Home = new(
        "admin/", "Dashboard", Icons.Material.Outlined.Dashboard, "live sessions verdicts reasons times latency nodes models");

    /// <summary>The pages under their headings.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<ConsoleEntry> Pages)> Areas { get; } =
    [
        ("Watch",
        [
            Home,
            new("admin/sessions", "Sessions", Icons.Material.Outlined.Videocam, "enrolments verifications searches refused why reasons"),
            new("admin/reviews", "Reviews", Icons.Material.Outlined.Balance, "appeal doubtful judge overturn uphold four eyes queue"),
            new("admin/audit", "Audit", Icons.Material.Outlined.FactCheck, "log chain check export csv ndjson"),
        ]),
        ("People",
        [
            new("admin/subjects", "Subjects", Icons.Material.Outlined.Face, "people faces templates enrolled erase receipt"),
            new("admin/groups", "Groups", Icons.Material.Outlined.Groups, "identify members"),
            new("admin/consent", "Consent", Icons.Material.Outlined.Handshake, "text version agreed"),
        ]),
        ("Access",
        [
            new("admin/accounts", "Accounts", Icons.Material.Outlined.PeopleAlt, "users roles disable sign-ins reset link admins"),
            new("admin/relying-parties", "Relying parties", Icons.Material.Outlined.VpnKey, "api keys issue revoke scopes services"),
            new("admin/you", "Your account", Icons.Material.Outlined.ManageAccounts, "password passkeys sign-ins delete own profile"),
        ]),
        ("Run",
        [
            new("admin/webhooks", "Webhooks", Icons.Material.Outlined.Webhook, "deliveries events resend redeliver log"),
            new("admin/jobs", "Jobs", Icons.Material.Outlined.PlayCircle, "runs import retention schedule progress retry cancel photos"),
            new("admin/attempts", "Attempts", Icons.Material.Outlined.LockPerson, "locked faces failures free unlock switched off"),
            new("admin/thresholds", "Thresholds", Icons.Material.Outlined.Tune, "what-if evaluation false match models measured fmr fnmr"),
            new("admin/settings", "Settings", Icons.Material.Outlined.Settings, "configuration environment file default health doctor"),
        ]),
    ];

    /// <summary>What the palette opens by its id.</summary>
    public static IReadOnlyList<ConsoleEntry> ById { get; } =
    [
        new("admin/sessions", "The session with this id", Icons.Material.Outlined.Videocam, ""),
        new("admin/subjects", "The subject with this id", Icons.Material.Outlined.Face, ""),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<ConsoleEntry> All => Areas.SelectMany(area => area.Pages);

    /// <summary>The page at a place; null for none.</summary>
    public static ConsoleEntry? Find(string place) => All.FirstOrDefault(page => page.Place == place);
}
