using System.Net;
using FaceAuth.Signaling.Webhooks;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>Where may be called, how often, and how many at a time.</summary>
public sealed class WebhookRulesTests
{
    [Theory]
    [InlineData("93.184.215.14", true, true)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true, true)]
    [InlineData("10.0.0.1", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("64:ff9b::10.0.0.1", false, true)]
    [InlineData("64:ff9b::93.184.215.14", true, true)]
    [InlineData("fd12:3456::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    [InlineData("2002:a00:1::1", false, false)]
    [InlineData("2001:db8::1", false, false)]
    public void Addresses_that_only_this_server_reaches_are_not_called(string address, bool usually, bool whereAllowed)
    {
        Assert.Equal(usually, Rules(new()).IsAllowed(IPAddress.Parse(address)));
        Assert.Equal(whereAllowed, Rules(new() { AllowPrivate = true }).IsAllowed(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_network_that_the_operator_names_is_called_and_no_other()
    {
        var rules = Rules(new() { AllowedNetworks = ["10.1.0.0/16", "169.254.1.1/32"] });

        Assert.True(rules.IsAllowed(IPAddress.Parse("10.1.2.3")));
        Assert.True(rules.IsAllowed(IPAddress.Parse("169.254.1.1")));
        Assert.False(rules.IsAllowed(IPAddress.Parse("10.2.0.1")));
    }

    [Theory]
    [InlineData("https://shop.example.org/hook", null)]
    [InlineData("https://shop.example.org:8443/hook?token=x", null)]
    [InlineData("http://shop.example.org/hook", "bad_webhook_url")]
    [InlineData("ftp://shop.example.org/hook", "bad_webhook_url")]
    [InlineData("https://user:password@shop.example.org/hook", "bad_webhook_url")]
    [InlineData("https://shop.example.org/#part", "bad_webhook_url")]
    [InlineData("/hook", "bad_webhook_url")]
    [InlineData("", "bad_webhook_url")]
    [InlineData(null, "bad_webhook_url")]
    [InlineData("https://127.0.0.1/hook", "webhook_address_refused")]
    [InlineData("https://2130706433/hook", "webhook_address_refused")]
    [InlineData("https://[::1]/hook", "webhook_address_refused")]
    [InlineData("https://169.254.169.254/latest/meta-data", "webhook_address_refused")]
    public void What_may_be_a_webhook_s_address(string? url, string? refusal) => Assert.Equal(refusal, Rules(new()).FaultOf(url)?.Code);

    [Fact]
    public void Ten_attempts_are_made_over_three_days_each_pause_up_to_a_fifth_longer()
    {
        var random = new Random(4);
        var pauses = Enumerable.Range(1, 10).Select(tries => WebhookSchedule.After(tries, null, random)).ToList();

        Assert.Null(pauses[9]);
        double[] seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
        foreach (var (pause, least) in pauses.Zip(seconds)) Assert.InRange(pause!.Value.TotalSeconds, least, least * 1.2);
    }

    [Theory]
    [InlineData(1, 60, 60, 72)]
    [InlineData(2, 60, 300, 360)]
    [InlineData(1, 1_000_000, 86_400, 103_680)]
    public void An_endpoint_may_ask_for_a_longer_pause_up_to_a_day(int tries, int asked, int least, int most) =>
        Assert.InRange(
            WebhookSchedule.After(tries, TimeSpan.FromSeconds(asked), new Random(4))!.Value.TotalSeconds, least, most);

    [Fact]
    public void Endpoints_that_fail_get_one_place_each_and_half_of_all_together()
    {
        var slots = new WebhookSlots(6, 2);
        var failing = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();

        Assert.Equal([true, true, true, false], failing.Select(endpoint => slots.TryTake(endpoint, $"{endpoint}", true)));
        Assert.False(slots.TryTake(failing[0], $"{failing[0]}", true));
        Assert.False(slots.TakesFailing);
        Assert.Equal(3, slots.Busy.Count);
        var good = Guid.NewGuid();
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => slots.TryTake(good, "good", false)));
        Assert.Equal(1, slots.Free);
        slots.Release(failing[0], $"{failing[0]}", true);
        Assert.True(slots.TryTake(failing[3], $"{failing[3]}", true));
    }

    [Fact]
    public void One_party_with_many_endpoints_gets_a_quarter_of_the_places()
    {
        var slots = new WebhookSlots(8, 1);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => slots.TryTake(Guid.NewGuid(), "greedy", false)));
        Assert.Equal(["greedy"], slots.BusyOwners);
        var other = Guid.NewGuid();
        Assert.True(slots.TryTake(other, "other", false));
        slots.Release(other, "other", false);
        Assert.Equal(6, slots.Free);
    }

    static WebhookAddresses Rules(WebhookOptions options) => new(Options.Create(options));
}
