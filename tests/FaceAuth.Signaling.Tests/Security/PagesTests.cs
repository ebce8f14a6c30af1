using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.OpenApi;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>The pages and scripts as they are written: what they never do, whatever a browser shows them.</summary>
public sealed partial class PagesTests
{
    /// <summary>What is no address: a name, and two questions of SignalR's whether an address has a scheme.</summary>
    static readonly string[] NoAddress =
        ["http://www.w3.org/2000/svg", "lastIndexOf(\"https://\",0)", "lastIndexOf(\"http://\",0)"];

    /// <summary>Where scripts go, and nowhere else: each stays below the server's own address, or the server has said that it may.</summary>
    static readonly string[] Ways =
    [
        "location.assign(new URL('admin/sign-in', document.baseURI))",
        "location.assign(new URL(form.dataset.to, document.baseURI))",   // ConsolePlaces.Safe
        "location.assign(back)",                                         // an address that HostedPageOptions.Allows
    ];

    static readonly string Folder = Path.Combine(Checkout.Root, "FaceAuth.Signaling", "wwwroot");

    public static TheoryData<string> Scripts { get; } = Named("*.js");

    public static TheoryData<string> Pages { get; } = Named("*.html");

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_puts_text_into_the_page_as_text_alone(string script) =>
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(|new Function|setHTML",
            Read(script));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_listens_to_no_other_window(string script) =>
        Assert.DoesNotMatch(@"window\.(addEventListener\(""message""|onmessage|opener|parent|open\()", Read(script));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_keeps_nobody_from_pasting(string script) =>
        Assert.DoesNotMatch(@"""(paste|beforeinput|copy|drop)""|onpaste", Read(script));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_password_is_masked_and_a_password_manager_may_fill_it_in(string page)
    {
        var fields = Input().Matches(Read(page)).Select(match => match.Value)
            .Where(field => field.Contains("assword", StringComparison.Ordinal)).ToList();

        Assert.Equal(page is "index.html" or "reset.html", fields.Count > 0);
        Assert.All(fields, field =>
        {
            Assert.Contains(" type=\"password\"", field, StringComparison.Ordinal);
            Assert.Matches(" autocomplete=\"(new|current)-password\"", field);
            Assert.DoesNotMatch(" on[a-z]+=|readonly", field);
        });
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_loads_nothing_from_elsewhere_and_has_no_script_within(string page)
    {
        var text = Read(page);

        Assert.DoesNotMatch("(src|href|action)=\"(https?:)?//", text);
        Assert.DoesNotMatch("<script[^>]*>[^<]|<style| on[a-z]+=\"|<(object|embed|applet|iframe|base)", text);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_leaves_for_no_other_host(string script) =>
        Assert.DoesNotMatch(@"location\.(href\s*=|replace\(|assign\((?!api\.addressOf\())|[""'`]https?://",
            NoAddress.Concat(Ways).Aggregate(Read(script), (text, one) => text.Replace(one, "", StringComparison.Ordinal)));

    static TheoryData<string> Named(string pattern) =>
        [.. Directory.GetFiles(Folder, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order()];

    static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();
}
