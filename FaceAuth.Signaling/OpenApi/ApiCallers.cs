using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>How callers prove who they are, and which of them an operation is for: told from its policy.</summary>
internal static class ApiCallers
{
    /// <summary>Every way there is, by the name of its scheme.</summary>
    static readonly Dictionary<string, OpenApiSecurityScheme> Ways = new(StringComparer.Ordinal)
    {
        [Schemes.User] = new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A signed-in user's access token, from `POST /v1/auth/login`.",
        },
        [Schemes.ApiKey] = new()
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKeyHandler.HeaderName,
            Description = "A relying party's key. `Authorization: ApiKey …` is the same. Where an operation names a scope, a key that was "
                + $"issued for some needs that one: {string.Join(", ", KeyScopes.All)}.",
        },
        [Schemes.Operator] = new()
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = OperatorHandler.HeaderName,
            Description = "The operator's key, as `Operator:Key` or `Operator:KeyFile` sets it.",
        },
        [Schemes.Session] = new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The token of one session, from `POST /v1/sessions`; for the hub at `/hubs/signaling`, no operation here.",
        },
    };

    /// <summary>Names the schemes in a document.</summary>
    public static void AddTo(OpenApiDocument document, params ReadOnlySpan<string> schemes)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        foreach (var scheme in schemes) document.Components.SecuritySchemes[IdOf(scheme)] = Ways[scheme];
    }

    /// <summary>Says who may call an operation; one of the requirements suffices.</summary>
    public static void Describe(OpenApiOperation operation, AuthorizationPolicy? policy, string? only, OpenApiDocument document)
    {
        var scopes = policy is null ? [] : ScopesOf(policy).ToList();
        operation.Security = [.. SchemesOf(policy).Where(scheme => only is null || scheme == only)
            .Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(IdOf(scheme), document)] = scheme == Schemes.ApiKey ? scopes : [],
            })];
    }

    /// <summary>What a policy refuses.</summary>
    public static IEnumerable<Refusal> RefusalsOf(AuthorizationPolicy? policy)
    {
        if (policy is null) yield break;
        foreach (var scheme in SchemesOf(policy))
        {
            if (scheme == Schemes.ApiKey) yield return Refusals.ApiKeyInvalid;
            if (scheme == Schemes.Operator) yield return Refusals.OperatorKeyInvalid;
            if (scheme == Schemes.Operator) yield return Refusals.OperatorClosed;
            if (scheme is not (Schemes.User or Schemes.Session)) continue;
            yield return Refusals.Unauthorized;
            yield return Refusals.TokenExpired;
            yield return Refusals.TokenInvalid;
            if (scheme != Schemes.User) continue;
            yield return Refusals.AccountDisabled;
            yield return Refusals.AccountRemoved;
        }

        if (policy.Requirements.OfType<RoleRequirement>().Any()) yield return Refusals.Forbidden;

        if (ScopesOf(policy).Any()) yield return Refusals.ScopeMissing;
    }

    static IEnumerable<string> ScopesOf(AuthorizationPolicy policy) =>
        policy.Requirements.OfType<ScopeRequirement>().Select(requirement => requirement.Scope).Distinct();

    static IEnumerable<string> SchemesOf(AuthorizationPolicy? policy) => (policy?.AuthenticationSchemes ?? [])
        .SelectMany(scheme => scheme switch
        {
            Schemes.Any => [Schemes.User, Schemes.ApiKey],
            Schemes.Staff => [Schemes.User, Schemes.Operator],
            _ => new[] { scheme },
        }).Distinct();

    static string IdOf(string scheme) => char.ToLowerInvariant(scheme[0]) + scheme[1..];
}
