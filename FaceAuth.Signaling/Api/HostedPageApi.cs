using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>What the server's page has to know of a session whose link somebody opened.</summary>
internal static class HostedPageApi
{
    const int MostAddress = 2048;

    /// <summary>A session, to the person in front of the camera.</summary>
    internal sealed record View(
        [Field("The session.")] Guid Session,
        [Field("What it is for.")] string Purpose,
        [Field("Which policy it has.")] string Policy,
        [Field("Who asks, as people know them; absent where the operator named nobody.")] string? Title,
        [Field("Their colour, on which white letters are seen; absent for the server's own.")] string? Colour,
        [Field("Where to go afterwards, with the session's id as `session`; absent where nothing was asked for.")] string? ReturnTo);

    public static void MapHostedPage(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/hosted-page").WithTags("Sessions").RequireAuthorization(Policies.Session).CountRefusals()
            .RefuseUnknownFilters()
            .MapGet("/", ShowAsync)
            .Describe("showHostedPage", "Read what the server's page shows of a session",
                "With the session's token. `return` is where the person wants to be sent afterwards; the operator allows addresses for "
                + "each relying party (`HostedPage:Parties`).")
            .Answers(200, new View(
                Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"), "verify", "standard", "The Shop", "#0b57d0",
                "https://shop.example.org/signed-in?session=0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61"))
            .Refuses(
                Refusals.SessionUnknown, Refusals.SessionUsed, Refusals.SessionExpired, Refusals.SessionEnded,
                Refusals.TooManyRequests, NodeRefusals.NodeUnreachable, NodeRefusals.NodeLost, PageRefusals.ReturnNotAllowed);

    // who follows a made-up link would be taken for another session's person
    static bool IsSession(string name) => name.StartsWith("session", StringComparison.OrdinalIgnoreCase);

    internal static async Task<Results<Ok<View>, ProblemHttpResult>> ShowAsync(
        HttpContext context, SessionClaims claims, IRelyingPartyStore parties, IOptions<HostedPageOptions> options,
        CancellationToken cancellation,
        [Field("Where to go afterwards.", Most = MostAddress)] string? @return = null)
    {
        if (SessionTokens.TicketOf(context.User) is not { } ticket) return Problems.Of(Refusals.TokenInvalid);
        if (!(await claims.FindAsync(ticket.SessionId, cancellation)).TryGet(out var session, out var unknown)) return Problems.Of(unknown);
        if (claims.WhyNot(session) is { } over) return Problems.Of(over);
        var known = Caller.RelyingPartyOf(session.Owner) is { } id && await parties.FindAsync(id, cancellation) is { } party
            ? options.Value.Parties.FirstOrDefault(one => one.Name == party.Name) : null;
        string? back = null;
        if (@return is not null)
        {
            if (@return.Length > MostAddress || known is null || !Uri.TryCreate(@return, UriKind.Absolute, out var address)
                || !known.Allows(address) || QueryHelpers.ParseQuery(address.Query).Keys.Any(IsSession))
                return Problems.Of(PageRefusals.ReturnNotAllowed);
            back = address.AbsoluteUri + (address.Query.Length == 0 ? "?" : "&") + "session=" + session.Id;
        }

        return TypedResults.Ok(new View(
            session.Id, Wire.Name(session.Purpose), session.Policy, known is null ? null : known.Title ?? known.Name, known?.Colour, back));
    }
}
