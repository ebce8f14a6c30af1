using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>Fetches model files, and puts one in its place only when its SHA-256 is right.</summary>
/// <remarks>
/// Goes on where an earlier attempt ended (RFC 9110 §14) and takes no byte more than the manifest says. What a server says about a file is
/// not believed.
/// </remarks>
/// <param name="http">Client without a time limit of its own.</param>
/// <param name="options">Limits and mirrors.</param>
/// <param name="time">Clock of limits and pauses.</param>
internal sealed class ModelDownloader(HttpClient http, DownloadOptions options, TimeProvider time)
{
    const int BufferBytes = 64 * 1024;
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is an address to fetch a model from.</summary>
    public bool CanFetch(ModelEntry model) => model.Source.Url is not null || options.Mirrors.Count > 0;

    /// <summary>Fetches a model into <paramref name="folder"/>, from the first address that has it.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="ModelException">No address delivered the file that the manifest names; the message says what each did.</exception>
    public async Task<string> FetchAsync(
        ModelEntry model, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        List<(string Host, FetchFault Fault)> faults = [];
        await using var partial = PartialFile.Open(model, folder);
        foreach (var address in AddressesOf(model))
        {
            if (await TryFetchAsync(address, model, partial, progress, cancellation) is { } fault)
            {
                faults.Add((address.Host, fault));
                continue;
            }

            var path = Path.Combine(folder, model.File);
            await partial.MoveToAsync(path);
            return path;
        }

        if (faults.Count == 0)
            throw new ModelException(
                $"{model.File} ({model.Id}) is not published as a file: {model.Source.Note ?? "see models/README.md."}");
        var kept = partial.Length > 0 ? " (what came in is kept)" : "";
        var reasons = string.Join("; ", faults.Select(one => $"{one.Host}: {one.Fault.Text}"));
        throw new ModelException($"{model.File} could not be fetched. {reasons}. Try again{kept}, or name a mirror that has it.")
        {
            IsUnreachable = faults.TrueForAll(one => one.Fault.IsUnreached),
        };
    }

    IEnumerable<Uri> AddressesOf(ModelEntry model)
    {
        foreach (var mirror in options.Mirrors)
            yield return new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(model.File)}");
        if (model.Source.Url is { } url) yield return new Uri(url);
    }

    // null when the whole, right file is in `partial`; else why not
    async Task<FetchFault?> TryFetchAsync(
        Uri address, ModelEntry model, PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var pause = options.Pause;
        for (var attempt = 1; ; attempt++)
        {
            progress?.Report(new(model.File, partial.Length, model.Bytes, null));
            var fault = await ReceiveAsync(address, model, partial, progress, cancellation);
            if (fault is null && await partial.ChecksumAsync(cancellation) != model.Sha256)
            {
                partial.StartOver();
                fault = new("it serves another file under that name (its SHA-256 is not the manifest's)", IsFinal: true);
            }

            if (fault is not { IsFinal: false } passing || attempt >= options.Attempts) return fault;
            progress?.Report(new(model.File, partial.Length, model.Bytes, passing.Text));
            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    async Task<FetchFault?> ReceiveAsync(
        Uri address, ModelEntry model, PartialFile partial, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        if (partial.IsWhole) return null;
        using var stall = new CancellationTokenSource(options.StallAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (partial.Length > 0) request.Headers.Range = new RangeHeaderValue(partial.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (Refusal(response, model, partial) is { } refusal) return refusal;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await CopyAsync(body, model, partial, progress, stall, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new($"nothing came for {options.StallAfter.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            return FetchFault.Of(e);
        }
        catch (IOException)
        {
            return new("the connection broke off");   // the partial file's own troubles are ModelExceptions
        }
    }

    // A server may refuse, ignore the range, or speak of another file; only what can be the manifest's file is read.
    static FetchFault? Refusal(HttpResponseMessage response, ModelEntry model, PartialFile partial)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            partial.StartOver();
            return new("it has no more of the file than was fetched");
        }

        if (status is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            var isPassing = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
            return new($"it answers {(int)status} {response.ReasonPhrase}".TrimEnd(), !isPassing);
        }

        var range = response.Content.Headers.ContentRange;
        var continues = status == HttpStatusCode.PartialContent && range?.From == partial.Length;
        if (!continues) partial.StartOver();
        if (status == HttpStatusCode.PartialContent && !continues) return new("it sends another part of the file than was asked for");
        var total = continues ? range?.Length : response.Content.Headers.ContentLength;
        return total is { } bytes && bytes != model.Bytes
            ? new($"its file has {bytes} bytes instead of {model.Bytes}", IsFinal: true)
            : null;
    }

    async Task<FetchFault?> CopyAsync(
        Stream body, ModelEntry model, PartialFile partial, IProgress<DownloadProgress>? progress,
        CancellationTokenSource stall, CancellationToken either)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                stall.CancelAfter(options.StallAfter);
                var count = await body.ReadAsync(buffer.AsMemory(0, BufferBytes), either);
                if (count == 0) return partial.IsWhole ? null : new("the file ended early");
                if (partial.Length + count > model.Bytes)
                {
                    partial.StartOver();
                    return new($"its file has more than {model.Bytes} bytes", IsFinal: true);
                }

                await partial.AppendAsync(buffer.AsMemory(0, count), either);
                progress?.Report(new(model.File, partial.Length, model.Bytes, null));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
