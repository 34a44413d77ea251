using Esik.Slots;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>The door page behind a camera that looks at one ticket all the time.</summary>
public sealed class DoorCameraTests : DoorWorld
{
    [Fact]
    public async Task A_ticket_that_is_held_counts_once_and_not_while_a_dialog_is_open()
    {
        await using var browser = await CameraAsync();
        var context = await browser.NewContextAsync(DoorPhone.Small);
        // The camera looks, and codes are read, only from when the test wants it.
        await context.AddInitScriptAsync("""
            const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            let mayLook;
            const looking = new Promise((resolve) => { mayLook = resolve; });
            window.look = () => mayLook();
            window.looks = 0;
            navigator.mediaDevices.getUserMedia = async (wanted) => { await looking; return open(wanted); };
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (...given) { window.looks++; return post.apply(this, given); };
            """);
        await using var phone = await PairAsync(context);
        await phone.Page.ClickAsync("#recent-open");
        await phone.Page.EvaluateAsync("() => window.look()");
        await phone.Page.WaitForFunctionAsync("() => window.looks > 15");
        Assert.True(await phone.Page.IsHiddenAsync("#answer"));
        Assert.Empty(await phone.ScanIdsAsync());
        await phone.Page.ClickAsync("#recent-close");
        await phone.AnsweredAsync("welcome");
        await phone.Page.EvaluateAsync("() => { window.looks = 0; }");
        await phone.Page.WaitForFunctionAsync("() => window.looks > 30");
        await phone.AnsweredAsync("welcome");
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.EvaluateAsync("() => { window.looks = 0; }");
        await phone.Page.WaitForFunctionAsync("() => window.looks > 15");
        Assert.True(await phone.Page.IsHiddenAsync("#answer"));
        Assert.Single(await phone.ScanIdsAsync());
        await AgreeAsync(1);
        Assert.Single(await Site.Get<SlotTable>().ListAsync("clay", Scan.Prefix, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_reader_that_dies_is_started_again_and_reads()
    {
        await using var browser = await CameraAsync();
        var context = await browser.NewContextAsync(DoorPhone.Small);
        // The first reader reads one picture and then never answers again. The browser is one that gives no frames, as some phones' do.
        await context.AddInitScriptAsync("""
            delete window.VideoFrame;
            const Real = Worker;
            window.readers = 0;
            window.notes = [];
            addEventListener("DOMContentLoaded", () => {
              const note = document.getElementById("camera-note");
              new MutationObserver(() => window.notes.push(note.textContent)).observe(note, { childList: true });
            });
            window.Worker = class extends Real {
              constructor(...given) { super(...given); this.isMortal = ++window.readers === 1; this.posts = 0; }
              postMessage(frame, ...rest) {
                if (this.isMortal && ++this.posts > 1) return;
                if (this.isMortal) new Uint8Array(frame.pixels).fill(127);
                super.postMessage(frame, ...rest);
              }
            };
            """);
        await using var phone = await PairAsync(context);
        await phone.AnsweredAsync("welcome");
        Assert.Contains("The QR reader stopped. Starting it again…", await phone.Page.EvaluateAsync<string[]>("() => window.notes"));
        Assert.Equal(2, await phone.Page.EvaluateAsync<int>("() => window.readers"));
        Assert.Equal("open", await phone.Page.GetAttributeAsync("#view", "data-camera"));
        await AgreeAsync(1);
    }

    [Fact]
    public async Task A_camera_whose_frames_cannot_be_copied_is_drawn_and_read()
    {
        await using var browser = await CameraAsync();
        var context = await browser.NewContextAsync(DoorPhone.Small);
        // Frames of a format that has no plane of brightness.
        await context.AddInitScriptAsync("""
            window.drawn = 0;
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (picture, ...rest) {
              if (!(picture instanceof VideoFrame)) { window.drawn++; return post.call(this, picture, ...rest); }
              const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
              canvas.getContext("2d").fillRect(0, 0, 64, 64);
              const colours = new VideoFrame(canvas, { timestamp: 0 });
              picture.close();
              return post.call(this, colours, [colours]);
            };
            """);
        await using var phone = await PairAsync(context);
        await phone.AnsweredAsync("welcome");
        Assert.True(await phone.Page.EvaluateAsync<int>("() => window.drawn") > 0);
        Assert.Equal("open", await phone.Page.GetAttributeAsync("#view", "data-camera"));
    }

    [Fact]
    public async Task The_torch_is_lit_by_its_button_and_a_camera_that_is_gone_leaves_the_other()
    {
        await using var browser = await CameraAsync();
        var context = await browser.NewContextAsync(DoorPhone.Small);
        // A phone with a torch, and with a second camera on a cable that comes out as soon as it is chosen.
        await context.AddInitScriptAsync("""
            window.lit = [];
            window.held = 0;
            MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
            MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => { window.lit.push(advanced[0].torch); };
            const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
            navigator.mediaDevices.enumerateDevices = async () => [...(await list()), { deviceId: "cable", kind: "videoinput", label: "Cable" }];
            const hold = WakeLock.prototype.request;
            WakeLock.prototype.request = function (...given) { window.held++; return hold.apply(this, given); };
            """);
        await using var phone = await PairAsync(context);
        await phone.AnsweredAsync("welcome");
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.ClickAsync("#torch");
        await phone.Page.WaitForSelectorAsync("#torch[aria-pressed=true]");
        await phone.Page.ClickAsync("#torch");
        await phone.Page.WaitForSelectorAsync("#torch[aria-pressed=false]");
        Assert.Equal("true,false", await phone.Page.EvaluateAsync<string>("() => window.lit.join()"));
        var own = await phone.Page.InputValueAsync("#camera-select");
        await phone.Page.SelectOptionAsync("#camera-select", "cable");
        await phone.Page.WaitForFunctionAsync("own => document.getElementById('camera-select').value === own", own);
        await phone.Page.WaitForSelectorAsync("#view[data-camera=open]");
        Assert.True(await phone.Page.EvaluateAsync<int>("() => window.held") > 0);
    }

    private async Task<IBrowser> CameraAsync() => await CameraAsync((await GuestAsync("aigul")).Token);
}
