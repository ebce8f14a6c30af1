using FaceAuth.Signaling.Commands;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Checks every setting before anything is started, and tells all faults at once.</summary>
/// <remarks>The framework's own check stops at the first value that cannot be read, and at each section that is used earlier.</remarks>
internal static class OptionsCheck
{
    /// <summary>Reads all options of the host.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the failures name all of it.</exception>
    public static void CheckOptions(this WebApplication app)
    {
        var faults = KnownSettings.All.Append(new("", typeof(UrlOptions)))
            .SelectMany(section => FaultsOf(app.Services, section.Key, section.Value)).Distinct().ToList();
        if (faults.Count > 0) throw new OptionsValidationException("", typeof(OptionsCheck), faults);
    }

    static IEnumerable<string> FaultsOf(IServiceProvider services, string section, Type type)
    {
        try
        {
            ((IReader)Activator.CreateInstance(typeof(Reader<>).MakeGenericType(type))!).Read(services);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures.Select(fault => section.Length == 0 || fault.Contains($"{section}:", StringComparison.Ordinal)
                ? fault : SettingFault.WordsFor($"{section}: {fault}"));
        }
        catch (InvalidOperationException e)
        {
            return [SettingFault.WordsFor(e.Message)];   // a value that is no number, no time and so on; it is named
        }
    }

    interface IReader
    {
        void Read(IServiceProvider services);
    }

    sealed class Reader<TOptions> : IReader
        where TOptions : class
    {
        public void Read(IServiceProvider services) => _ = services.GetRequiredService<IOptions<TOptions>>().Value;
    }
}
