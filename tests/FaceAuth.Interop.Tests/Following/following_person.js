// A person in front of the camera who sees the page and follows its mark with the nose; told nothing but what the page shows.

function followingPerson({ yaws, pitches, pictures }, isAbsorbed) {
  const [turn, nod] = [12, 9];           // degrees to a mark at the end of its way
  const [reachX, reachY] = [118, 140];   // where that is, in the drawing's units
  const seen = [];                       // what was seen when, until it is acted on
  const reaction = 280;                  // ms
  const head = { yaw: 0, pitch: 0 };
  let wanted = { yaw: 0, pitch: 0 };
  let [blinkAt, last] = [1500, 0];

  const decode = text => createImageBitmap(
    new Blob([Uint8Array.from(atob(text), letter => letter.charCodeAt(0))], { type: "image/jpeg" }));

  function look(now) {
    const shown = document.querySelector("face-auth")?.shadowRoot;
    const dot = shown?.querySelector("#follow circle");
    const isThere = !isAbsorbed && dot && dot.getAttribute("visibility") !== "hidden";
    if (isThere) {
      const oval = shown.getElementById("follow").getScreenCTM();
      const place = dot.getBoundingClientRect();
      // to whoever sits before a screen its left is their own left
      const left = (oval.e - place.x - place.width / 2) / oval.a / reachX;
      const up = (oval.f - place.y - place.height / 2) / oval.d / reachY;
      seen.push({ at: now, yaw: left * turn, pitch: up * nod });
    } else {
      seen.push({ at: now, yaw: 0, pitch: 0 });
    }
    while (seen.length > 1 && seen[0].at <= now - reaction) wanted = seen.shift();
  }

  function move(now) {
    const share = 1 - Math.exp(-(now - last) / 110);
    // a living head is never quite still
    const [sway, bob] = [1.6 * Math.sin(now / 1900), 1.1 * Math.sin(now / 1450 + 1)];
    head.yaw += (wanted.yaw + sway - head.yaw) * share;
    head.pitch += (wanted.pitch + bob - head.pitch) * share;
    last = now;
  }

  const nearest = (values, value) => values.reduce(
    (best, one, i) => Math.abs(one - value) < Math.abs(values[best] - value) ? i : best, 0);

  function pictureNow(now, all) {
    const lids = yaws.length * pitches.length;
    const [yaw, pitch] = [nearest(yaws, head.yaw), nearest(pitches, head.pitch)];
    const isStraight = yaws[yaw] === 0 && pitches[pitch] === 0;
    if (now >= blinkAt && isStraight) {
      const since = now - blinkAt;
      if (since < 40 || (since >= 150 && since < 200)) return all[lids];
      if (since < 150) return all[lids + 1];
      blinkAt = now + 2600;
    }
    return all[pitch * yaws.length + yaw];
  }

  navigator.mediaDevices.getUserMedia = async () => {
    const all = await Promise.all(pictures.map(decode));
    const canvas = new OffscreenCanvas(all[0].width, all[0].height);
    const shown = document.createElement("canvas");
    [shown.width, shown.height] = [canvas.width, canvas.height];
    const context = shown.getContext("2d");
    const began = performance.now();
    setInterval(() => {
      const now = performance.now() - began;
      look(now);
      move(now);
      // between two pictures of the grid the head goes on, so much as shows
      const [x, y] = [-3 * (head.yaw % 3) / 2, -3 * (head.pitch % 3) / 2];
      context.drawImage(pictureNow(now, all), x, y);
    }, 33);
    return shown.captureStream(30);
  };
}
