using System.Globalization;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Accuracy.Examining;

/// <summary>
/// People enrolled in a real store, which goes with it: protected at rest and searched as in a session that identifies.
/// One at a time.
/// </summary>
internal sealed class Gallery : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-gallery-").FullName;
    readonly ServiceProvider _services;
    readonly Dictionary<Guid, int> _people = [];
    readonly string _modelId;

    Gallery(string modelId)
    {
        _modelId = modelId;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Directory"] = _folder }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddFaceAuthStore(configuration)
            .BuildServiceProvider();
    }

    /// <summary>Makes an empty one for embeddings of a model.</summary>
    public static async Task<Gallery> CreateAsync(string modelId)
    {
        var gallery = new Gallery(modelId);
        await gallery._services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        return gallery;
    }

    /// <summary>Enrols a person with their embeddings, L2 norm 1.</summary>
    public async Task EnrolAsync(int person, IReadOnlyList<ReadOnlyMemory<float>> embeddings, CancellationToken cancellation)
    {
        var subject = await _services.GetRequiredService<ISubjectStore>()
            .GetOrCreateAsync("gallery", person.ToString(CultureInfo.InvariantCulture), cancellation);
        await _services.GetRequiredService<ITemplateStore>()
            .AddAsync(subject.Id, [.. embeddings.Select(embedding => new FaceTemplate(_modelId, embedding, 1))], cancellation);
        _people[subject.Id] = person;
    }

    /// <summary>The most similar person; null in an empty gallery.</summary>
    public async Task<GalleryHit?> FindAsync(ReadOnlyMemory<float> probe, CancellationToken cancellation)
    {
        var found = await _services.GetRequiredService<ITemplateStore>().NearestAsync("gallery", _modelId, probe, 1, cancellation);
        return found.Count == 0 ? null : new(_people[found[0].SubjectId], found[0].Similarity);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
