using System.CommandLine;
using FaceAuth.Load.Serve;
using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Hosting;
using Microsoft.Extensions.Options;

namespace FaceAuth.Tools.Load;

/// <summary><c>faceauth load serve</c>: the media plane alone, to be put under load. Nobody can be recognised by it.</summary>
internal static class LoadServeCommand
{
    public static Command Create()
    {
        var decode = new Option<bool>("--decode") { Description = "Decode the pictures; by default they are counted as they came." };
        var withParent = new Option<bool>("--with-parent") { Description = "End when standard input does." };
        var command = new Command("serve",
            "Runs the media plane alone, for faceauth load --server elsewhere: it answers every offer and counts, "
            + "and knows neither users nor models. Takes settings, such as --urls http://10.0.0.5:8090 --Media:Addresses:0 10.0.0.5; "
            + "by default only this machine reaches it.")
        {
            decode, withParent,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var console = parsed.InvocationConfiguration;
            try
            {
                await LoadHost.RunAsync(
                    Settings.Of(parsed), parsed.GetValue(decode),
                    parsed.GetValue(withParent) ? Console.OpenStandardInput() : null, console.Output, cancellation);
                return 0;
            }
            catch (Exception e)
                when (e is OptionsValidationException or MediaStartException or ListenException or IOException or InvalidOperationException)
            {
                await console.Error.WriteLineAsync($"faceauth load serve cannot start: {e.Message}");
                return 1;
            }
        });
        return command.TakesSettings();
    }
}
