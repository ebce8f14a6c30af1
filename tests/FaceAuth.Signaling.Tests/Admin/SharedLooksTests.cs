using FaceAuth.Signaling.Admin.Audit;
using FaceAuth.Signaling.Admin.Dashboard;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Admin;

/// <summary>However many pages are open, what costs much is done once for all of them.</summary>
public sealed class SharedLooksTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task An_overview_is_shared_for_ten_seconds_by_those_who_look_at_as_many_days()
    {
        var overviews = _host.Services.GetRequiredService<SharedOverview>();

        var first = await overviews.ReadAsync(7);
        _host.Clock.Advance(SharedOverview.Kept - TimeSpan.FromMilliseconds(1));
        var soon = await overviews.ReadAsync(7);
        var other = await overviews.ReadAsync(30);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var later = await overviews.ReadAsync(7);

        Assert.Same(first, soon);
        Assert.NotSame(first, later);
        Assert.Equal((7, 30, 7), (first.Days.Count, other.Days.Count, later.Days.Count));
    }

    [Fact]
    public async Task A_check_that_goes_on_is_the_one_of_everybody_who_asks_and_the_next_is_another()
    {
        var chain = new HeldChain(_host.Services.GetRequiredService<IAuditChain>());
        var check = new ChainCheck(chain);

        var (first, second) = (check.RunAsync(), check.RunAsync());
        chain.Go.SetResult();

        Assert.Same(first, second);
        await first;
        var third = check.RunAsync();
        Assert.NotSame(first, third);
        Assert.All(await third, report => Assert.Null(report.Fault));
    }

    [Fact]
    public async Task A_check_that_failed_is_asked_for_anew()
    {
        var chain = new HeldChain(_host.Services.GetRequiredService<IAuditChain>());
        var check = new ChainCheck(chain);
        var first = check.RunAsync();
        chain.Go.SetException(new IOException("away"));
        await Assert.ThrowsAsync<IOException>(() => first);
        chain.Go = new();
        chain.Go.SetResult();

        await check.RunAsync();
    }

    [Fact]
    public async Task A_file_of_the_audit_is_whole_before_it_is_sent_and_lies_under_no_name()
    {
        using var downloads = new AuditDownloads(_host.Services.GetRequiredService<IAuditChain>(), _host.Clock);

        await using var file = await downloads.WriteAsync(new(), TestContext.Current.CancellationToken);

        Assert.False(File.Exists(file.Name));
        using var lines = new StreamReader(file, leaveOpen: true);
        Assert.Contains("audit.exported", await lines.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_has_one_download_at_a_time_and_all_have_four()
    {
        using var downloads = new AuditDownloads(_host.Services.GetRequiredService<IAuditChain>(), _host.Clock);

        var first = downloads.TryBegin("user:1", default);
        Assert.Null(downloads.TryBegin("user:1", default));
        for (var i = 2; i <= AuditDownloads.Most; i++) Assert.NotNull(downloads.TryBegin($"user:{i}", default));
        Assert.Null(downloads.TryBegin("user:9", default));
        first!.Dispose();

        Assert.NotNull(downloads.TryBegin("user:9", default));
    }

    [Fact]
    public async Task A_download_that_takes_too_long_is_cut_off_while_it_is_made_too()
    {
        using var downloads = new AuditDownloads(_host.Services.GetRequiredService<IAuditChain>(), _host.Clock);
        using var place = downloads.TryBegin("user:1", TestContext.Current.CancellationToken)!;
        Assert.False(place.Token.IsCancellationRequested);

        _host.Clock.Advance(AuditDownloads.Longest);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloads.WriteAsync(new(), place.Token));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>The real one, which waits until a test lets it go.</summary>
    sealed class HeldChain(IAuditChain chain) : IAuditChain
    {
        public TaskCompletionSource Go { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation)
        {
            await Go.Task;
            return await chain.VerifyAsync(cancellation);
        }

        public Task<AuditExported> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation) =>
            chain.ExportAsync(what, output, cancellation);
    }
}
