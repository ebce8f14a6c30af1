using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Protection;

/// <summary>Finds the master key where the options say, or makes one for a new database.</summary>
internal sealed class MasterKeySource(IOptions<StoreOptions> options, ILogger<MasterKeySource> logger)
{
    const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // made at first start when none is configured
    const string Made = "master.key";

    /// <summary>Gets the key.</summary>
    /// <param name="database">What messages call the database.</param>
    /// <param name="mayMake">Whether the database is new, so that a new key locks nobody out.</param>
    /// <param name="cancellation">Ends a program that prints the key.</param>
    /// <exception cref="StoreException">There is no key, or it cannot be read or is malformed.</exception>
    public async Task<MasterKey> GetAsync(string database, bool mayMake, CancellationToken cancellation)
    {
        if (options.Value.MasterKey is { } text)
            return KeyText.TryRead(Encoding.ASCII.GetBytes(text)) ?? throw NoKey("Store:MasterKey");
        if (options.Value.MasterKeyCommand is { } command)
            return mayMake ? await LastingAsync(command, "Store:MasterKeyCommand", cancellation)
                : await KeyCommand.RunAsync(command, "Store:MasterKeyCommand", cancellation);

        var path = KeyFile;
        if (File.Exists(path)) return Read(path);
        if (options.Value.MasterKeyFile is not null)
            throw new StoreException($"Store:MasterKeyFile names {path}, which does not exist. Make one with: openssl rand -base64 32");
        if (!mayMake)
            throw new StoreException(
                $"{database} belongs to a master key that is missing: put it back as {path}, or set Store:MasterKeyFile, " +
                "Store:MasterKeyCommand or Store:MasterKey. If it is lost, stored faces cannot be recovered: start with an empty " +
                "database.");
        return Make(path);
    }

    /// <summary>The key that a rotation is to bring; null where its file is not there yet.</summary>
    public async Task<MasterKey?> FindAsync(MasterKeyTarget target, CancellationToken cancellation)
    {
        if (target.Command is { } command) return await LastingAsync(command, "--to-command", cancellation);
        var path = Path.GetFullPath(target.File!);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Makes the file that <see cref="FindAsync"/> did not find.</summary>
    public MasterKey Make(MasterKeyTarget target)
    {
        var path = Path.GetFullPath(target.File!);
        // a folder that is not there is mistyped: the key would lie where nobody looks for it
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new StoreException($"There is no folder for the new master key {path}. Make it, or correct --to-file.");
        return Make(path);
    }

    /// <summary>Takes back what <see cref="Make(MasterKeyTarget)"/> made, where nothing came to be under it.</summary>
    public static void Unmake(MasterKeyTarget target) => TryDelete(Path.GetFullPath(target.File!));

    /// <summary>What is in the key's file now, which may be another key than at the start; null where it comes from elsewhere.</summary>
    public MasterKey? TryReadFileAgain()
    {
        if (options.Value.MasterKey is not null || options.Value.MasterKeyCommand is not null || !File.Exists(KeyFile)) return null;
        try
        {
            return Read(KeyFile);
        }
        catch (StoreException)
        {
            return null;
        }
    }

    /// <summary>Asks twice before anything is protected by it: a program that makes keys up would lock the data for good.</summary>
    static async Task<MasterKey> LastingAsync(string command, string name, CancellationToken cancellation)
    {
        using var first = await KeyCommand.RunAsync(command, name, cancellation);
        var second = await KeyCommand.RunAsync(command, name, cancellation);
        if (second.Is(first)) return second;
        second.Dispose();
        throw new StoreException($"The program of {name} prints another key each time. Have it print one that is kept.");
    }

    string KeyFile => Path.GetFullPath(options.Value.MasterKeyFile ?? Path.Combine(options.Value.Directory, Made));

    MasterKey Read(string path)
    {
        var bytes = new byte[KeyText.BytesMax];
        try
        {
            int length;
            using (var stream = File.OpenRead(path)) length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) StoreLog.KeyReadable(logger, path);
            return KeyText.TryRead(bytes.AsSpan(0, length)) ?? throw NoKey(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The master key file {path} cannot be read: {fault.Message}", fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    MasterKey Make(string path)
    {
        Span<byte> key = stackalloc byte[StoreOptions.MasterKeyBytes];
        RandomNumberGenerator.Fill(key);
        var text = new byte[64];
        System.Buffers.Text.Base64.EncodeToUtf8(key, text, out _, out var written);
        text[written++] = (byte)'\n';
        var draft = path + ".new";
        try
        {
            // whole under its name or not at all: a half-written key would lock the database for good
            PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
            File.Delete(draft);
            using (var stream = PrivateFiles.Open(draft, FileMode.CreateNew, FileShare.None))
            {
                stream.Write(text, 0, written);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            StoreLog.KeyMade(logger, path);
            return new(key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            TryDelete(draft);
            throw new StoreException($"The master key file {path} cannot be written: {fault.Message}", fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // why it was refused is what is told; a key that nothing is under harms nobody
        }
    }

    static StoreException NoKey(string source) => new(
        $"{source} does not hold a master key (32 bytes, raw or in base64). Make one with: openssl rand -base64 32");
}
