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

    /// <summary>The holder of a session token.</summary>
    public const string Session = "session";

    /// <summary>Whoever runs the server: today the holder of the operator's key alone.</summary>
    public const string Operator = "operator";

    /// <summary>Adds the policies. Every endpoint names one or is open on purpose; a test goes through them all.</summary>
    public static void Add(AuthorizationOptions options)
    {
        var owner = new AuthorizationPolicyBuilder(Schemes.Any).RequireClaim(Caller.OwnerClaim).Build();
        options.AddPolicy(Owner, owner);
        foreach (var scope in KeyScopes.All)
            options.AddPolicy("owner:" + scope, policy => policy.Combine(owner).AddRequirements(new ScopeRequirement(scope)));
        options.AddPolicy(Session, policy => policy.AddAuthenticationSchemes(Schemes.Session).RequireClaim(SessionTokens.SessionClaim));
        options.AddPolicy(Operator, policy => policy.AddAuthenticationSchemes(Schemes.Operator)
            .RequireClaim(OperatorHandler.RoleClaim, OperatorHandler.Operator));
        options.DefaultPolicy = owner;
    }
}
