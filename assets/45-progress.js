/* Follow-up: a photo is shown before it is sent, and a large one is made smaller first: a telephone makes photos that no
   request of a page may be (dashboard/components/upload.py). */
(function () {
  "use strict";
  const [LONGEST, QUALITY, SMALL] = [1600, 0.85, 1500000]; /* pixels; of JPEG; bytes that may stay as they are */
  const MOST = 2900000; /* bytes that the field takes: beyond that it says nothing */
  const done = new WeakSet();

  async function smaller(file) {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const part = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(drawn.width * part);
    canvas.height = Math.round(drawn.height * part);
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const kept = await new Promise((take) => canvas.toBlob(take, "image/jpeg", QUALITY));
    return new File([kept], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  }

  /** What was chosen goes on to the field as it is, or as a smaller one; what cannot be read the server judges. */
  document.addEventListener("change", function (event) {
    const field = event.target;
    const holder = field.type === "file" && field.closest(".shrinks");
    const file = holder && field.files[0];
    if (!file || done.has(file)) return;
    holder.classList.toggle("shrinks-failed", file.size > MOST && !file.type.startsWith("image/"));
    if (file.size <= SMALL || !file.type.startsWith("image/")) return;
    event.stopImmediatePropagation();
    smaller(file).catch(() => file).then(function (kept) {
      const chosen = new DataTransfer();
      holder.classList.toggle("shrinks-failed", kept.size > MOST);
      done.add(kept);
      chosen.items.add(kept);
      field.files = chosen.files;
      done.add(field.files[0]);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }, true);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.progress = {
    /** The photo that was chosen. */
    preview: function (contents) {
      return contents || "";
    },
  };
})();
