using BenchmarkDotNet.Attributes;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Bench.Store;

/// <summary>A subject's ten templates from SQLite, each checked against its authenticator, beside the reading alone.</summary>
[MemoryDiagnoser]
public class TemplateLoadBenchmark
{
    const int Dimension = 512, Templates = 10;
    const string Model = "bench";

    string _folder = "";
    ServiceProvider _services = null!;
    Guid _subject;

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("faceauth-bench-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Store:Directory", _folder)]).Build();
        _services = new ServiceCollection().AddFaceAuthStore(configuration).BuildServiceProvider();
        await _services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        _subject = (await _services.GetRequiredService<ISubjectStore>().GetOrCreateAsync("rp:bench", "subject", default)).Id;
        var random = new Random(1);
        var templates = Enumerable.Range(0, Templates).Select(_ => new FaceTemplate(Model, Faces.Random(random, Dimension), 0.5f));
        await _services.GetRequiredService<ITemplateStore>().AddAsync(_subject, [.. templates], default);
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task<int> Read() => Database.ReadAsync(
        async context => (await context.Templates.Where(t => t.SubjectId == _subject && t.ModelId == Model)
            .OrderBy(t => t.Origin).Select(TemplateFields.Selected).ToListAsync()).Count, default);

    [Benchmark]
    public Task<int> ReadAndCheck()
    {
        var own = _services.GetRequiredService<OwnTemplates>();
        return Database.ReadAsync(async context => (await own.ReadAsync(context, _subject, Model, default)).Sound.Count, default);
    }

    StoreDatabase Database => _services.GetRequiredService<StoreDatabase>();
}
