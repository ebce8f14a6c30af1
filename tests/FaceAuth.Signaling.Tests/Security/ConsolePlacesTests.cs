using FaceAuth.Signaling.Admin.Access;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Where the console's sign-in leads to.</summary>
public sealed class ConsolePlacesTests
{
    [Theory]
    [InlineData("admin/sessions?outcome=rejected", "admin/sessions?outcome=rejected")]
    [InlineData("admin", "admin")]
    [InlineData(null, "admin/")]
    [InlineData("https://evil.example/admin/", "admin/")]
    [InlineData("//evil.example/admin/", "admin/")]
    [InlineData("/admin/", "admin/")]
    [InlineData("javascript:alert(1)", "admin/")]
    [InlineData("administrator.example", "admin/")]
    [InlineData("admin/../../other", "admin/")]
    [InlineData("admin/%2e%2e/reset.html#token=theirs", "admin/")]
    [InlineData("admin/%252E%252e/reset.html", "admin/")]
    [InlineData("admin/%2e%2e//x", "admin/")]
    [InlineData("admin/%5cevil.example", "admin/")]
    [InlineData("admin/audit?action=user.login&from=2026-01-01", "admin/audit?action=user.login&from=2026-01-01")]
    [InlineData("admin/\\evil.example", "admin/")]
    [InlineData("admin/\n", "admin/")]
    [InlineData("admin/sign-in?to=admin/sign-in", "admin/")]
    public void It_leads_to_a_page_of_the_console_whatever_was_sent(string? to, string place) =>
        Assert.Equal(place, ConsolePlaces.Safe(to));
}
