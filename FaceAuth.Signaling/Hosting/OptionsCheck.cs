using FaceAuth.Signaling.Commands;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Checks every setting before anything is started, and tells all faults at once.</summary>
/// <remarks>The framework's own check stops at the first value that cannot be read, and at each section that is used earlier.</remarks>
internal static class OptionsCheck
{
    /// <summary>Puts the host together when its settings are right.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the failures name all of it.</exception>
    public static WebApplication BuildChecked(this WebApplicationBuilder builder)
    {
        // the host reads some while it is put together, and would stop at the first that is wrong
        var services = new ServiceCollection();
        foreach (var one in builder.Services) ((ICollection<ServiceDescriptor>)services).Add(one);
        services.AddSingleton<IConfiguration>(builder.Configuration);   // not disposed of with the provider
        using (var provider = services.BuildServiceProvider()) Check(provider);
        var app = builder.Build();
        Check(app.Services);    // who hosts it may add settings until then
        return app;
    }

    /// <summary>Reads all options that were added to the services.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the failures name all of it.</exception>
    public static void Check(IServiceProvider services)
    {
        var faults = KnownSettings.All.Append(new("", typeof(UrlOptions)))
            .SelectMany(section => FaultsOf(services, section.Key, section.Value)).Distinct().ToList();
        if (faults.Count > 0) throw new OptionsValidationException("", typeof(OptionsCheck), faults);
    }

    static IEnumerable<string> FaultsOf(IServiceProvider services, string section, Type type)
    {
        var reader = (IReader)Activator.CreateInstance(typeof(Reader<>).MakeGenericType(type))!;
        try
        {
            reader.Read(services);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures.Select(fault => Named(section, fault));
        }
        catch (InvalidOperationException e)
        {
            return Unreadable(services, section, reader, e);
        }
    }

    static string Named(string section, string fault) => section.Length == 0 ? fault
        : fault.Contains($"{section}:", StringComparison.Ordinal) ? SettingFault.WithoutMember(fault)
        : SettingFault.WordsFor($"{section}: {fault}");

    /// <summary>Every value that is no number, no time and so on, and what else is wrong with the rest.</summary>
    static List<string> Unreadable(IServiceProvider services, string section, IReader reader, InvalidOperationException first)
    {
        var settings = services.GetRequiredService<IConfiguration>().AsEnumerable().Where(one => one.Value is not null)
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        for (var fault = first; ;)
        {
            faults.Add(SettingFault.WordsFor(fault.Message));
            if (SettingFault.UnreadIn(fault.Message) is not { } name || !settings.Remove(name)) return faults;
            try
            {
                var rest = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
                faults.AddRange(reader.FaultsOf(services, section.Length == 0 ? rest : rest.GetSection(section))
                    .Select(other => Named(section, other)));
                return faults;
            }
            catch (InvalidOperationException next)
            {
                fault = next;
            }
        }
    }

    interface IReader
    {
        /// <summary>As whoever uses them.</summary>
        void Read(IServiceProvider services);

        /// <summary>What is wrong with settings other than the host's own.</summary>
        IEnumerable<string> FaultsOf(IServiceProvider services, IConfiguration section);
    }

    sealed class Reader<TOptions> : IReader
        where TOptions : class, new()
    {
        public void Read(IServiceProvider services) => _ = services.GetRequiredService<IOptions<TOptions>>().Value;

        public IEnumerable<string> FaultsOf(IServiceProvider services, IConfiguration section)
        {
            var options = section.Get<TOptions>() ?? new();
            foreach (var last in services.GetServices<IPostConfigureOptions<TOptions>>()) last.PostConfigure(Options.DefaultName, options);
            return [.. services.GetServices<IValidateOptions<TOptions>>()
                .SelectMany(check => check.Validate(Options.DefaultName, options) is { Failed: true } found ? found.Failures : [])];
        }
    }
}
