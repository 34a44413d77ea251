using System.Net;
using System.Net.Sockets;

namespace Esik.Bench.Processes;

/// <summary>A port of this machine that nobody listens to at this moment.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
