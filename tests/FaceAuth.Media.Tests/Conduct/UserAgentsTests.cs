using FaceAuth.Media.Conduct;

namespace FaceAuth.Media.Tests.Conduct;

public sealed class UserAgentsTests
{
    const string Mobile = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ";

    [Theory]
    [InlineData(Clients.Chrome, ClaimedBrowser.Chromium)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
        ClaimedBrowser.Chromium)]
    [InlineData(Clients.Chrome + " Edg/156.0.0.0", ClaimedBrowser.Chromium)]
    [InlineData(Clients.Firefox, ClaimedBrowser.Firefox)]
    [InlineData(Clients.Safari, ClaimedBrowser.WebKit)]
    [InlineData(Mobile + "CriOS/130.0 Mobile/15E148 Safari/604.1", ClaimedBrowser.WebKit)]
    [InlineData(Mobile + "FxiOS/130.0 Mobile/15E148 Safari/605.1.15", ClaimedBrowser.WebKit)]
    [InlineData("curl/8.5.0", ClaimedBrowser.None)]
    [InlineData("", ClaimedBrowser.None)]
    [InlineData(null, ClaimedBrowser.None)]
    public void A_browser_is_known_by_its_name(string? agent, object claimed) => Assert.Equal(claimed, UserAgents.Read(agent));

    [Fact]
    public void An_endless_one_is_no_browser() =>
        Assert.Equal(ClaimedBrowser.None, UserAgents.Read(Clients.Chrome + new string(' ', 4096)));
}
