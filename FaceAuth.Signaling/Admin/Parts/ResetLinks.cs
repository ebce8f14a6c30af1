using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Admin.Parts;

/// <summary>Links that set passwords, as whoever has the page open hands them on.</summary>
internal static class ResetLinks
{
    /// <summary>The whole link: at the server's own address where it knows it, else where the page is open.</summary>
    public static string Of(string token, IOptions<WebOptions> web, NavigationManager navigation) =>
        web.Value.LinkAddress is { Length: > 0 } address ? address + ResetPage.PathOf(token)
            : navigation.BaseUri.TrimEnd('/') + ResetPage.PathOf(token);
}
