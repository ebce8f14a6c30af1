using System.Runtime.Versioning;

// file modes and file-system identities are what some of these tests are about
[assembly: SupportedOSPlatform("linux")]
