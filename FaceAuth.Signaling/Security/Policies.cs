using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authorization;

namespace FaceAuth.Signaling.Security;

/// <summary>Who may do what; every endpoint names one of these.</summary>
internal static class Policies
{
    /// <summary>A signed-in user or a relying party.</summary>
    public const string Owner = "owner";

    /// <summary>An owner whose key, if it is one, is for sessions.</summary>
    public const string Sessions = "owner:" + KeyScopes.Sessions;

    /// <summary>An owner whose key, if it is one, is for subjects.</summary>
    public const string Subjects = "owner:" + KeyScopes.Subjects;

    /// <summary>An owner whose key, if it is one, is for groups.</summary>
    public const string Groups = "owner:" + KeyScopes.Groups;

    /// <summary>An owner whose key, if it is one, is for webhooks.</summary>
    public const string Webhooks = "owner:" + KeyScopes.Webhooks;

    /// <summary>The holder of a session token.</summary>
    public const string Session = "session";

    /// <summary>Who may see how the server does: accounts with the role of an auditor, and all below.</summary>
    public const string Auditor = "auditor";

    /// <summary>Who may run it: accounts with the role of an operator, and all below.</summary>
    public const string Operator = "operator";

    /// <summary>Who may say who may do what: accounts with the role of an admin, and the holder of the operator's key.</summary>
    public const string Admin = "admin";

    /// <summary>Whoever has a role and is signed in to the console.</summary>
    public const string Console = "console";

    static readonly IReadOnlyList<(string Policy, AccountRole Role)> Roles =
        [(Auditor, AccountRole.Auditor), (Operator, AccountRole.Operator), (Admin, AccountRole.Admin)];

    /// <summary>Adds the policies. Every endpoint names one or is open on purpose; a test goes through them all.</summary>
    public static void Add(AuthorizationOptions options)
    {
        var owner = new AuthorizationPolicyBuilder(Schemes.Any).RequireClaim(Caller.OwnerClaim).Build();
        options.AddPolicy(Owner, owner);
        foreach (var scope in KeyScopes.All)
            options.AddPolicy("owner:" + scope, policy => policy.Combine(owner).AddRequirements(new ScopeRequirement(scope)));
        options.AddPolicy(Session, policy => policy.AddAuthenticationSchemes(Schemes.Session).RequireClaim(SessionTokens.SessionClaim));
        foreach (var (name, role) in Roles)
            options.AddPolicy(name, policy => policy.AddAuthenticationSchemes(Schemes.Staff).AddRequirements(new RoleRequirement(role)));
        options.AddPolicy(Console, policy => policy.AddAuthenticationSchemes(Schemes.Console)
            .AddRequirements(new RoleRequirement(AccountRole.Auditor)));
        options.DefaultPolicy = owner;
    }
}
