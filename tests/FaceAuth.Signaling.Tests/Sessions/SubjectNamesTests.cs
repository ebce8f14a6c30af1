using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>Of two names that look the same there is one.</summary>
public sealed class SubjectNamesTests
{
    [Fact]
    public void Composed_is_what_another_implementation_says_is_composed()
    {
        var lines = File.ReadAllLines(Vectors.PathOf("nfc/forms.txt"));

        Assert.All(lines, line =>
        {
            var words = line.Split(' ');
            var text = string.Concat(words[1..].Select(word => char.ConvertFromUtf32(Convert.ToInt32(word, 16))));
            Assert.True(words[0] == "yes" == ComposedText.Is(text), line);
        });
    }

    [Theory]
    [InlineData("Zoë", true)]
    [InlineData("Zoe\u0308", false)]      // the same, in parts
    [InlineData("\u212b", false)]         // Ångström's sign
    [InlineData("ada\u202egpj", false)]   // turns the direction of writing
    [InlineData("a\u200bda", false)]      // takes no room
    [InlineData("a\u00adda", false)]
    [InlineData("a\u034fda", false)]
    [InlineData("ada\ufe0f", false)]
    [InlineData("\u3164", false)]
    [InlineData("ada\ufeff", false)]
    [InlineData("a%2Fb", false)]          // a / that stands in a path as it was written
    [InlineData("a%2fb", false)]
    [InlineData(" ada", false)]           // looks like the one without
    [InlineData("ada ", false)]
    [InlineData("\u00a0ada", false)]
    [InlineData("עדה", true)]
    [InlineData("ಅದಾ", true)]
    [InlineData("하나", true)]
    [InlineData("🙂", true)]
    public void A_new_name_is_composed_and_seen(string name, bool may)
    {
        Assert.Equal(may, SubjectNames.IsName(name) && SubjectNames.MayBeNew(name));
        Assert.Equal(may && name.All(char.IsAscii), AccountRules.IsName(name));
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("a%252Fb")]
    public async Task What_stands_for_a_slash_in_a_path_is_in_no_name(string written)
    {
        await using var host = new HostApplication(("Operator:Key", "an operator's key of 32 characters"));
        host.UseKestrel(0);   // which leaves %2F as it is
        host.StartServer();
        using var party = await host.RelyingPartyAsync();
        using var staff = host.CreateClient();
        staff.DefaultRequestHeaders.Add("X-Operator-Key", "an operator's key of 32 characters");

        using var group = await party.PutAsync($"/v1/groups/{written}", null);
        using var session = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "a%2Fb" });
        using var key = await staff.PostAsync($"/v1/relying-parties/{written}/keys", null);

        await group.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_group");
        await session.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_subject");
        await key.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Contains("%2F", await group.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_of_an_earlier_version_is_found_and_erased_by_the_name_that_it_has()
    {
        const string Old = "Zoe\u0308";
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        var owner = (await host.Sessions.FindAsync(
            (await party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid(), default))!.Owner;
        await host.Services.GetRequiredService<ISubjectStore>().GetOrCreateAsync(owner, Old, default);

        using var made = await party.PostAsJsonAsync("/v1/sessions", new { purpose = "enroll", subject = "Chloe\u0308" });
        using var group = await party.PutAsync("/v1/groups/" + Uri.EscapeDataString("caf\u0065\u0301"), null);
        await party.CreateSessionAsync(new { purpose = "enroll", subject = Old });
        using var erased = await party.DeleteAsync("/v1/subjects/" + Uri.EscapeDataString(Old));

        await made.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_subject");
        await group.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_group");
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
    }
}
