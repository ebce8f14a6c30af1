namespace FaceAuth.Signaling.Admin.Accounts;

/// <summary>What a role may do, in a line.</summary>
internal static class RoleWords
{
    public static string Of(string role) => role switch
    {
        "user" => "user: their own face and account",
        "auditor" => "auditor: look at all of it, change nothing",
        "operator" => "operator: run the server and help users",
        _ => "admin: keys, roles and removal as well",
    };
}
