/// How the pages look: one column from 320 px on, by day and by night.
enum PageStyle {
  static let sheet = """
    :root {
      color-scheme: light dark;
      --ground: #f3f5f8; --card: #ffffff; --text: #1a2230; --soft: #4b5768; --line: #c9d0da; --code: #f3f5f8;
      --act: #0b4fb3; --act-text: #ffffff; --act-over: #083c8a;
      --bad: #8f1d14; --bad-ground: #fdeeec; --focus: #0b4fb3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #10141b; --card: #1a202a; --text: #e8ecf2; --soft: #b0bac9; --line: #3b4556; --code: #10141b;
        --act: #9cc2ff; --act-text: #0a1730; --act-over: #c2daff;
        --bad: #ffb4ab; --bad-ground: #3a1a17; --focus: #9cc2ff;
      }
    }
    * { box-sizing: border-box; }
    html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    body { margin: 0; background: var(--ground); color: var(--text); }
    header, main { max-width: 46rem; margin: 0 auto; padding: 0 1rem; }
    header {
      display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1rem;
      padding-top: .75rem; padding-bottom: .75rem;
    }
    .brand { display: flex; align-items: center; gap: .5rem; margin: 0; font-weight: 600; }
    nav { display: flex; gap: .25rem; margin: 0 -.5rem; }
    nav a { padding: .5rem; color: var(--soft); }
    nav a[aria-current] { color: var(--text); text-decoration: none; font-weight: 600; }
    main {
      background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1rem 1.5rem;
      width: calc(100% - 1rem); margin-bottom: 2rem;
    }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0 .75rem; }
    h1:focus, h2:focus, li:focus { outline: none; }
    h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
    p { margin: 0 0 .75rem; max-width: 40rem; }
    section { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.25rem; }
    dl { display: grid; grid-template-columns: 1fr; gap: 0; margin: 0; }
    dt { color: var(--soft); font-size: .9rem; }
    dd { margin: 0 0 .6rem; overflow-wrap: anywhere; }
    ol { margin: 0; padding: 0; list-style: none; }
    li { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; margin-bottom: .75rem; }
    .label { font-weight: 600; margin: 0 0 .25rem; overflow-wrap: anywhere; }
    .hint, .algorithm { color: var(--soft); font-size: .9rem; margin: 0 0 .25rem; }
    .facts { margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: .9rem; }
    .facts li { border: 0; padding: 0; margin: 0; overflow-wrap: anywhere; }
    .ended { color: var(--bad); margin: .5rem 0 0; }
    .step { overflow-wrap: anywhere; border-top: 1px solid var(--line); margin-top: .75rem; padding-top: .75rem; }
    .step label { margin-bottom: .35rem; }
    .digest {
      display: block; font: .95rem/1.7 ui-monospace, "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, monospace;
      background: var(--code); border-radius: .35rem; padding: .35rem .6rem;
    }
    .digest span { display: inline-block; margin-right: 1ch; }
    .actions { display: flex; flex-direction: column; gap: .75rem; margin-top: 1rem; }
    button {
      font: inherit; font-weight: 600; min-height: 2.9rem; padding: .5rem 1.25rem; border-radius: .5rem; cursor: pointer;
      border: 2px solid var(--soft); background: transparent; color: var(--text); overflow-wrap: anywhere;
    }
    button:hover { border-color: var(--text); }
    button.primary { border-color: var(--act); background: var(--act); color: var(--act-text); }
    button.primary:hover { border-color: var(--act-over); background: var(--act-over); }
    button:disabled, button.primary:disabled {
      border: 2px dashed var(--line); background: transparent; color: var(--soft); cursor: not-allowed;
    }
    label { display: block; font-weight: 600; }
    input {
      display: block; width: 100%; max-width: 24rem; font: inherit; min-height: 2.9rem; padding: .5rem .75rem;
      border: 2px solid var(--soft); border-radius: .5rem; background: var(--card); color: var(--text);
      letter-spacing: .05em;
    }
    input[aria-invalid="true"] { border-color: var(--bad); }
    a { color: var(--act); }
    button:focus-visible, input:focus-visible, a:focus-visible {
      outline: 3px solid var(--focus); outline-offset: 3px;
    }
    .problem, #problem:not(:empty) {
      border-left: .3rem solid var(--bad); background: var(--bad-ground); color: var(--bad);
      padding: .75rem 1rem; border-radius: .35rem; margin: 0 0 1rem; max-width: none;
    }
    #problem p { margin: 0; overflow-wrap: anywhere; }
    #problem p + p { margin-top: .35rem; font-size: .9rem; }
    .field-error { color: var(--bad); margin: .35rem 0 0; min-height: 1.5em; }
    #status { margin: 1rem 0 0; color: var(--soft); }
    #status:empty { margin: 0; }
    #outcome p:last-of-type { margin: 0; }
    [hidden] { display: none !important; }
    @media (min-width: 36rem) {
      main { padding: 1.5rem 2rem 2rem; }
      dl { grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .6rem 1rem; }
      dd { margin: 0; }
      .actions { flex-direction: row; }
    }
    @media (forced-colors: active) { button, input, li, main { border: 1px solid; } }

    """

  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
      <rect width="24" height="24" rx="6" fill="#0b4fb3"/>
      <path d="M6 16.5c3-6 5-9 6.5-9 2.5 0-3 8.5-.5 8.5 1.5 0 2-2 3-2s.5 1.5 3 1.5"
        fill="none" stroke="#ffffff" stroke-width="1.8" stroke-linecap="round"/>
    </svg>

    """
}
