/** A sun over water; decoration. */
export function SignInPicture() {
  return (
    <svg aria-hidden="true" viewBox="0 0 683 900" preserveAspectRatio="xMidYMax slice" className="sign-in-picture">
      <circle cx="470" cy="652" r="74" fill="#ffb81c" />
      <path d="M-10 672C110 636 210 716 345 676S570 632 700 676V910H-10Z" fill="#16555c" />
      <path d="M-10 720C110 684 210 764 345 724S570 680 700 724V910H-10Z" fill="#134b52" />
      <path d="M-10 768C110 732 210 812 345 772S570 728 700 772V910H-10Z" fill="#104349" />
      <path d="M-10 816C110 780 210 860 345 820S570 776 700 820V910H-10Z" fill="#0e3c42" />
      <path d="M-10 864C110 828 210 908 345 868S570 824 700 868V910H-10Z" fill="#0b343a" />
    </svg>
  )
}
