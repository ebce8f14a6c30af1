namespace FaceAuth.Load.Tests;

public sealed class ProcessorPlanTests
{
    [Theory]
    [InlineData("0-1", null, null, "0", "1")]
    [InlineData("0-7", null, null, "0", "1-7")]
    [InlineData("4,6-7", null, null, "4", "6-7")]        // what a container may use need not begin at 0
    [InlineData("0-3", "0-1", null, "0-1", "2-3")]
    [InlineData("0-3", "2", null, "2", "0-1,3")]
    [InlineData("1", "0", null, "0", "1")]               // the whole command held to another one already
    [InlineData("0-3", "0", "1", "0", "1")]
    [InlineData("0-3", null, "0,2-3", "0", "0,2-3")]     // asked for: shared
    [InlineData("0-1", "0", "all", "0", null)]
    [InlineData("0-1", "0-1", null, "0-1", null)]        // nothing is left
    [InlineData("0", null, null, null, null)]            // one processor
    public void Clients_keep_off_the_servers_processors(
        string allowed, string? server, string? clients, string? serverOn, string? clientsOn)
    {
        var plan = ProcessorPlan.Choose(List(allowed), server, clients, isServerHere: true, wantsOne: true);

        Assert.Equal((serverOn, clientsOn), (plan.Server?.ToString(), plan.Clients?.ToString()));
    }

    [Theory]
    [InlineData("0-1", null, null, "server on processor 0, clients on processor 1")]
    [InlineData("0-7", "0-1", null, "server on processors 0-1, clients on processors 2-7")]
    [InlineData("0", null, null, "server on processor 0, clients on processor 0, which they share: it gets what the clients leave")]
    [InlineData("0-1", "0", "all", "server on processor 0, clients on processors 0-1, which they share: it gets what the clients leave")]
    public void What_was_chosen_is_said(string allowed, string? server, string? clients, string words)
    {
        Assert.Equal(words, ProcessorPlan.Choose(List(allowed), server, clients, isServerHere: true, wantsOne: true).Words);
    }

    [Fact]
    public void Nobody_is_held_where_the_server_is_elsewhere()
    {
        var plan = ProcessorPlan.Choose(List("0-3"), null, null, isServerHere: false, wantsOne: true);

        Assert.Equal((null, null, "server elsewhere, clients on processors 0-3"), (plan.Server, plan.Clients, plan.Words));
    }

    [Fact]
    public void A_server_that_may_use_all_shares_them()
    {
        var plan = ProcessorPlan.Choose(List("0-3"), null, null, isServerHere: true, wantsOne: false);

        Assert.Equal((null, null), (plan.Server, plan.Clients));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1-")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("0,,1")]
    [InlineData("4096")]
    public void A_list_that_is_none_is_refused(string text)
    {
        var refused = Assert.Throws<LoadException>(() => ProcessorPlan.Choose(List("0-1"), text, null, isServerHere: true, wantsOne: true));

        Assert.Equal("--server-cpus takes processors such as 0 or 0,2-3.", refused.Message);
    }

    [Fact]
    public void What_this_process_may_use_is_known()
    {
        Assert.InRange(ProcessorList.Allowed.Count, 1, 4096);
    }

    static ProcessorList List(string text)
    {
        Assert.True(ProcessorList.TryParse(text, out var list));
        return list;
    }
}
