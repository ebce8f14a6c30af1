using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Protection;

/// <summary>Runs a program that prints the master key, such as a KMS's client. No shell is between.</summary>
internal static partial class KeyCommand
{
    /// <summary>Characters of its standard error that a message repeats.</summary>
    const int ToldMost = 200;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Parts a command line at its spaces; '…' and "…" hold together what has some.</summary>
    /// <returns>Null where a quotation mark is missing, or there is nothing.</returns>
    public static IReadOnlyList<string>? Split(string line)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var (quote, isOpen) = ('\0', false);
        foreach (var letter in line)
        {
            if (quote != '\0' && letter == quote) quote = '\0';
            else if (quote == '\0' && letter is '\'' or '"') (quote, isOpen) = (letter, true);
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (isOpen) parts.Add(part.ToString());
                part.Clear();
                isOpen = false;
            }
            else
            {
                part.Append(letter);
                isOpen = true;
            }
        }

        if (isOpen) parts.Add(part.ToString());
        return quote == '\0' && parts.Count > 0 ? parts : null;
    }

    /// <summary>Runs it and reads the key from its standard output.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="name">What messages call it: the setting or option that it stands in.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <param name="patience">How long it may take, in place of half a minute.</param>
    /// <exception cref="StoreException">It cannot be run, fails, takes too long, or prints no key.</exception>
    public static async Task<MasterKey> RunAsync(
        string line, string name, CancellationToken cancellation, TimeSpan? patience = null)
    {
        var parts = Split(line) ?? throw new StoreException(
            $"{name} is no command line: a quotation mark is missing, or it is empty. Write a program and its arguments.");
        using var process = Start(parts, name);
        var output = new byte[KeyText.BytesMax + 1];
        var limit = patience ?? Patience;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limit);
        try
        {
            process.StandardInput.Close();
            var said = FirstLineAsync(process.StandardError, time.Token);
            var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(
                output, output.Length, throwOnEndOfStream: false, time.Token);
            if (length == output.Length)
                throw new StoreException(
                    $"The program of {name} ({parts[0]}) printed more than {KeyText.BytesMax} bytes. Have it print the key alone: 32 " +
                    "bytes, raw or in base64.");
            await process.WaitForExitAsync(time.Token);
            if (process.ExitCode != 0)
                throw new StoreException(
                    $"The program of {name} ({parts[0]}) ended with code {process.ExitCode}: {await said} Run it by hand as this user.");
            return KeyText.TryRead(output.AsSpan(0, length)) ?? throw new StoreException(
                $"The program of {name} ({parts[0]}) printed {(length == 0 ? "nothing" : $"{length} bytes that are no key")}. Have it " +
                "print 32 bytes on its standard output, raw or in base64.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreException(
                $"The program of {name} ({parts[0]}) did not end within {limit.TotalSeconds} s. Run it by hand as this user; it must ask " +
                "for nothing.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
            End(process);
        }
    }

    static Process Start(IReadOnlyList<string> parts, string name)
    {
        var start = new ProcessStartInfo(parts[0], parts.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            throw new StoreException(
                $"The program of {name} ({parts[0]}) cannot be run: {Native(fault)} Install it, or write its whole path.", fault);
        }
    }

    // the exception's own text repeats the arguments' folder; the system's is enough
    static string Native(Exception fault) =>
        fault is Win32Exception { NativeErrorCode: var code } ? $"{new Win32Exception(code).Message}." : fault.Message;

    static async Task<string> FirstLineAsync(StreamReader error, CancellationToken cancellation)
    {
        var first = "";
        var buffer = new char[1024];
        // read to its end, so that the program never waits for a reader
        for (int read; (read = await error.ReadAsync(buffer, cancellation)) > 0;)
            if (first.Length < buffer.Length) first += new string(buffer, 0, read);
        var line = first.Trim().Split('\n')[0].Trim();
        line = new string([.. line.Take(ToldMost).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return line.Length == 0 ? "it said nothing." : MayBeKey().Replace(line, "‹private›").TrimEnd('.') + ".";
    }

    static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            // it ended by itself meanwhile
        }
    }

    // a key in base64 or in hexadecimal digits, and anything as long without a space
    [GeneratedRegex(@"[A-Za-z0-9+/=_-]{40,}")]
    private static partial Regex MayBeKey();
}
